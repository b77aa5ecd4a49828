const LINE = /^(out_time_us|frame|total_size)=\s*(\d+)/;

/** Reads what ffmpeg writes for `-progress`: lines of key=value, a block each half second. */
export class ProgressReader {
  /** Seconds of the result that are written. */
  seconds = 0;
  #rest = '';
  readonly #last = new Map<string, string>();

  /** True where ffmpeg came further than at the last time: in time, pictures or bytes written. */
  add(text: string): boolean {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!.slice(-200);
    let further = false;
    for (const line of lines) {
      const [, key, value] = LINE.exec(line) ?? [];
      if (key === undefined || value === undefined || this.#last.get(key) === value) continue;
      this.#last.set(key, value);
      further = true;
      if (key === 'out_time_us') this.seconds = Math.max(this.seconds, Number(value) / 1e6);
    }
    return further;
  }
}
