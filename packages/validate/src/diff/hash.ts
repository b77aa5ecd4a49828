import { type CsvRecord, ESCAPED, HIGH } from '../csv/record.ts';
import { decode } from '../text.ts';

const encoder = new TextEncoder();

/**
 * 64 bits of what was added to it. The seed is another in each run, so that nobody can prepare two rows that hash alike.
 */
export class Hash {
  readonly #seeds: Uint32Array;
  low = 0;
  high = 0;

  constructor(seeds: Uint32Array = crypto.getRandomValues(new Uint32Array(2))) {
    this.#seeds = seeds;
  }

  /** Begins anew. */
  clear(): void {
    this.low = this.#seeds[0]! | 0;
    this.high = this.#seeds[1]! | 0;
  }

  /** Adds a run of bytes and its end; doubled quotation marks count once where `escaped`. */
  bytes(bytes: Uint8Array, from: number, to: number, escaped: boolean = false): void {
    let [low, high] = [this.low, this.high];
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      low = Math.imul(low ^ byte, 0x85ebca6b);
      low ^= low >>> 15;
      high = Math.imul(high ^ byte ^ (low >>> 24), 0xc2b2ae35);
      high ^= high >>> 13;
      if (escaped && byte === 0x22) at++;
    }
    this.low = Math.imul(low ^ (to - from) ^ 0x5f, 0x9e3779b1) ^ (high >>> 16);
    this.high = Math.imul(high ^ 0x1f, 0x27d4eb2f) ^ (this.low >>> 15);
  }

  /** Adds a value as the engine reads it, however it is written: in quotation marks or not, UTF-8 or Windows-1252. */
  field({ bytes, from, to, flags }: CsvRecord, at: number): void {
    const escaped = (flags[at]! & ESCAPED) !== 0;
    if (flags[at]! & HIGH) {
      const { text, fellBack } = decode(bytes, from[at]!, to[at]!);
      if (fellBack) {
        const asUtf8 = encoder.encode(text);
        this.bytes(asUtf8, 0, asUtf8.length, escaped);
        return;
      }
    }
    this.bytes(bytes, from[at]!, to[at]!, escaped);
  }

  text(text: string): void {
    const bytes = encoder.encode(text);
    this.bytes(bytes, 0, bytes.length);
  }
}
