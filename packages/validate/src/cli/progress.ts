import type { Io } from './command.ts';
import { count } from './words.ts';

/** Most often that the line is drawn, in milliseconds. */
const PAUSE = 100;
const BAR = 24;
const LONGEST_NAME = 24;
const CLEAR = '\r\u001b[2K';

/** What has been done so far of one file. */
export interface Done {
  readonly bytes: number;
  readonly rows: number;
}

/** A line on the terminal that shows how far a file is; nothing at all where there is no terminal. */
export class Progress {
  readonly #io: Io;
  readonly #name: string;
  readonly #size: number;
  readonly #begun: number = performance.now();
  readonly #shown: boolean;
  #drawn = 0;
  #visible = false;

  /** `size` is in bytes. */
  constructor(io: Io, name: string, size: number) {
    this.#io = io;
    this.#name = name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name;
    this.#size = size;
    this.#shown = io.isTTY.stderr && io.env['TERM'] !== 'dumb';
  }

  /** Call it as often as you like. */
  readonly update = (done: Done): void => {
    if (!this.#shown) return;
    const now = performance.now();
    if (now - this.#drawn < PAUSE) return;
    this.#drawn = now;
    this.#visible = true;
    const line = progressLine(this.#name, done, this.#size, (now - this.#begun) / 1000);
    this.#io.stderr.write(`${CLEAR}${line.slice(0, Math.max(1, this.#io.columns - 1))}`);
  };

  /** Takes the line away. */
  clear(): void {
    if (this.#visible) this.#io.stderr.write(CLEAR);
    this.#visible = false;
  }
}

/** The line after so many seconds, with the time left once that can be told: `file.csv [####----] 47 %  1,234,567 rows  111 MB/s  12 s left`. */
export function progressLine(name: string, { bytes, rows }: Done, size: number, seconds: number): string {
  const part = size > 0 ? Math.min(1, bytes / size) : 0;
  const full = Math.round(part * BAR);
  const speed = seconds > 0 ? bytes / seconds : 0;
  return [
    `${name} [${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${String(Math.floor(part * 100)).padStart(3)} %`,
    `${count(rows)} rows`,
    `${(speed / 1e6).toFixed(speed < 1e7 ? 1 : 0)} MB/s`,
    ...(seconds >= 1 && size > bytes && bytes > 0 ? [`${duration((size - bytes) / speed)} left`] : []),
  ].join('  ');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 90 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
