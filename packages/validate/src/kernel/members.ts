/** A table in which each of some short values has a place of its own. */
export interface PerfectTable {
  /** Low and high half of each value, side by side; zero where there is none. */
  readonly words: Uint32Array;
  readonly multiplier: number;
  readonly multiplierHigh: number;
  readonly shift: number;
}

const TRIES = 400;
const SMALLEST_BITS = 4;
const LARGEST_BITS = 14;

/** Finds multipliers that put each value, of at most eight bytes, in a place of its own; undefined where none are found. */
export function perfectTable(values: readonly Uint8Array[]): PerfectTable | undefined {
  const halves = values.map(wordHalves);
  let multiplier = 0x9e3779b1;
  let multiplierHigh = 0x85ebca6b;
  // Smaller tables are not worth trying: the chance that no two of n values meet in m places is about e^(-n²/2m).
  const least = Math.max(SMALLEST_BITS, Math.ceil(Math.log2(values.length ** 2 / 12)));
  for (let bits = least; bits <= LARGEST_BITS; bits++) {
    for (let tries = 0; tries < TRIES; tries++) {
      const table = filled(halves, { multiplier, multiplierHigh, shift: 32 - bits });
      if (table) return table;
      multiplier = (Math.imul(multiplier, 0x2c1b3c6d) + 0x6d2b79f5) | 1;
      multiplierHigh = (Math.imul(multiplierHigh, 0x297a2d39) + 0x3c6ef372) | 1;
    }
  }
  return undefined;
}

function filled(
  halves: readonly (readonly [number, number])[],
  { multiplier, multiplierHigh, shift }: Omit<PerfectTable, 'words'>,
): PerfectTable | undefined {
  const words = new Uint32Array(2 << (32 - shift));
  for (const [low, high] of halves) {
    const place = 2 * (Math.imul(low ^ Math.imul(high, multiplierHigh), multiplier) >>> shift);
    if (words[place] !== 0 || words[place + 1] !== 0) return undefined;
    words[place] = low;
    words[place + 1] = high;
  }
  return { words, multiplier: multiplier >>> 0, multiplierHigh: multiplierHigh >>> 0, shift };
}

/** At most eight bytes as two numbers, the first byte lowest. */
export function wordHalves(bytes: Uint8Array): readonly [low: number, high: number] {
  const padded = new Uint8Array(8);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  return [view.getUint32(0, true), view.getUint32(4, true)];
}
