import type { Levels } from './tools.ts';

/** Nothing is quieter: what 20 bits can hold, and well below any microphone. */
export const FLOOR = -120;

/** A file may claim hundreds of channels; those of the usual layouts are at the front. */
const MOST_CHANNELS = 8;

const VALUE = /^lavfi\.astats\.(\d+)\.(RMS|Peak)_level=(.+)$/;

/** Reads what the filter `ametadata` prints of `astats`: a line for each tenth of a second, then one for each channel and measure. */
export class LevelsReader {
  /** Tenths of a second so far. */
  windows = 0;
  #rest = '';
  readonly #channels: { RMS: Series; Peak: Series }[] = [];

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!.slice(-200);
    for (const line of lines) this.#line(line);
  }

  levels(): Levels {
    this.#line(this.#rest);
    const channels = this.#channels.map(({ RMS, Peak }) => ({
      rms: RMS.values(this.windows),
      peak: Peak.values(this.windows),
    }));
    return { perSecond: 10, channels };
  }

  #line(line: string): void {
    if (line.startsWith('frame:')) this.windows += 1;
    const [, channel, measure, value] = VALUE.exec(line) ?? [];
    const at = Number(channel) - 1;
    if (this.windows === 0 || !(at >= 0 && at < MOST_CHANNELS)) return;
    while (this.#channels.length <= at) this.#channels.push({ RMS: new Series(), Peak: new Series() });
    const level = Number(value);
    this.#channels[at]![measure as 'RMS' | 'Peak'].set(this.windows - 1, level > FLOOR ? level : FLOOR);
  }
}

/** Numbers by place, those that were never set at the floor. */
class Series {
  #values = new Float32Array(600).fill(FLOOR);

  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const longer = new Float32Array(2 * at).fill(FLOOR);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[at] = value;
  }

  values(length: number): Float32Array {
    this.set(Math.max(0, length - 1), this.#values[length - 1] ?? FLOOR);
    return this.#values.slice(0, length);
  }
}
