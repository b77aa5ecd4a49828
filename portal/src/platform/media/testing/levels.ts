import { FLOOR } from '../read-levels.ts';
import type { Levels, Probe } from '../tools.ts';
import type { Sound } from './samples.ts';

/** The levels of a sound, as the tools take them. */
export function levelsOf({ sampleRate, channels }: Sound): Levels {
  const window = sampleRate / 10;
  const each = (samples: Float32Array, measure: (part: Float32Array) => number): Float32Array =>
    Float32Array.from({ length: Math.ceil(samples.length / window) }, (_, at) =>
      decibels(measure(samples.subarray(at * window, (at + 1) * window))),
    );
  return {
    perSecond: 10,
    channels: channels.map((samples) => ({
      rms: each(samples, (part) => Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length)),
      peak: each(samples, (part) => part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)),
    })),
  };
}

/** Levels from [seconds, dBFS] after each other, for each channel; peaks are 12 dB above, or 0 from -12 on. */
export function levelsFrom(...channels: readonly (readonly (readonly [seconds: number, dB: number])[])[]): Levels {
  return {
    perSecond: 10,
    channels: channels.map((parts) => {
      const rms = Float32Array.from(
        parts.flatMap(([seconds, dB]) => new Array<number>(Math.round(seconds * 10)).fill(dB)),
      );
      return { rms, peak: rms.map((level) => (level <= FLOOR ? FLOOR : Math.min(0, level + 12))) };
    }),
  };
}

/** What the tools say of a recording of sound alone. */
export function probeOf(levels: Levels): Probe {
  const audio = { codec: 'pcm_s16le', channels: levels.channels.length, sampleRate: 16_000 };
  return {
    kind: 'audio',
    container: 'wav',
    seconds: (levels.channels[0]?.rms.length ?? 0) / 10,
    audio,
    video: undefined,
  };
}

function decibels(value: number): number {
  return Math.max(FLOOR, 20 * Math.log10(value));
}
