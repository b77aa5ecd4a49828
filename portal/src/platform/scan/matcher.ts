/** A byte string to find. Several patterns may share an id. */
export interface Pattern {
  readonly id: string;
  /** At least one byte; lower case where `anyCase`. */
  readonly bytes: Buffer;
  readonly anyCase: boolean;
  /** Only looked for once a pattern with this id was found in an earlier or the same chunk. */
  readonly after: string | undefined;
}

/**
 * Finds patterns in a stream of chunks, also across their borders.
 *
 * One `Buffer.indexOf` per pattern, not one automaton for all. Measured on a 2-core machine over 100 MB in
 * 64 KB chunks: indexOf 3,700–19,000 MB/s per pattern (CSV, random bytes, zeros, text full of the pattern's own letters),
 * a bare 256-state table walk in JavaScript 270 MB/s. So an automaton would only win beyond some thirty patterns.
 */
export class Matcher {
  readonly #patterns: readonly Pattern[];
  readonly #found = new Set<string>();
  readonly #overlap: number;
  #tail: Buffer = Buffer.alloc(0);

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
    this.#overlap = Math.max(1, ...patterns.map(({ bytes }) => bytes.length)) - 1;
  }

  /** Returns the ids found for the first time, in the order of the patterns. */
  feed(chunk: Uint8Array): string[] {
    const text = this.#tail.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#tail, chunk]);
    let folded: Buffer | undefined;
    const fresh: string[] = [];
    for (const { id, bytes, anyCase, after } of this.#patterns) {
      if (this.#found.has(id) || (after !== undefined && !this.#found.has(after))) continue;
      const haystack = anyCase ? (folded ??= lowerCase(text)) : text;
      if (!haystack.includes(bytes)) continue;
      this.#found.add(id);
      fresh.push(id);
    }
    // A copy: whoever gave the chunk may fill it anew.
    this.#tail = Buffer.from(text.subarray(Math.max(0, text.length - this.#overlap)));
    return fresh;
  }
}

/** The same bytes as a Buffer, without copying. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function lowerCase(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  for (let at = 0; at < out.length; at++) {
    const byte = out[at]!;
    if (byte >= 0x41 && byte <= 0x5a) out[at] = byte + 0x20;
  }
  return out;
}
