import { FLOOR } from './read-levels.ts';
import type { Levels } from './tools.ts';

/** The first byte of a soundprint, so that later kinds can be told from these. */
const VERSION = 1;

/** A byte for each tenth of a second holds half decibels above the floor. */
const STEPS = 2;

/** What is so many dB below speech counts as silence: lossy formats leave out what is quieter, or add to it. */
const RANGE = 40;

/** Recordings may begin so many tenths of a second apart. */
const MOST_OFFSET = 22;

/** Lengths may differ by so many tenths of a second: the offset, and what formats add at both ends. */
const MOST_DIFFERENCE = 25;

/** An offset is rarely a whole number of tenths of a second. */
const FRACTIONS = [0, 0.25, 0.5, 0.75];

/** So many tenths of a second on each side are averaged, so that what remains of the fraction does not matter. */
const SMOOTH = 1;

/** With fewer tenths of a second in common, different sounds are alike by chance: that counts for less. */
const CERTAIN = 100;

/** How loud the recording is over time: 600 bytes a minute, the same for each format, bit rate and container but for small differences. */
export function soundprint({ channels }: Levels): Buffer {
  const windows = channels[0]?.rms.length ?? 0;
  const print = Buffer.alloc(windows + 1, VERSION);
  for (let at = 0; at < windows; at++) {
    let power = 0;
    for (const { rms } of channels) power += 10 ** ((rms[at] ?? FLOOR) / 10);
    const level = Math.max(FLOOR, 10 * Math.log10(power / channels.length));
    print[at + 1] = Math.min(255, Math.round((level - FLOOR) * STEPS));
  }
  return print;
}

/**
 * How alike the sound of two recordings is, from 0 to 1, by their soundprints: 0.95 and more for one recording of twelve seconds and more in two
 * formats, also where one begins up to two seconds later; less than 0.8 for different speech. Shorter ones are only alike where they are equal.
 */
export function alike(a: Buffer, b: Buffer): number {
  if (a[0] !== VERSION || b[0] !== VERSION) return 0;
  if (a.equals(b)) return a.length > 1 ? 1 : 0;
  // In one order, so that the answer is the same both ways: only the second is moved by fractions.
  const [one, other] = [a, b].toSorted(Buffer.compare).map(outline) as [Float64Array, Float64Array];
  let best = 0;
  for (const fraction of FRACTIONS) {
    const moved = between(other, fraction);
    for (let offset = -MOST_OFFSET; offset <= MOST_OFFSET; offset++)
      best = Math.max(best, correlation(one, moved, offset));
  }
  const [shorter, longer] = [Math.min(one.length, other.length), Math.max(one.length, other.length)];
  return best * Math.min(1, (shorter + MOST_DIFFERENCE) / longer);
}

/** Loudness in dB, without what is too quiet to last, smoothed. */
function outline(print: Buffer): Float64Array {
  const levels = Float64Array.from(print.subarray(1), (step) => step / STEPS + FLOOR);
  const speech = levels.toSorted()[Math.floor((levels.length - 1) * 0.95)] ?? FLOOR;
  const floor = Math.max(FLOOR, speech - RANGE);
  return smoothed(levels.map((level) => Math.max(floor, level)));
}

function smoothed(levels: Float64Array): Float64Array {
  return levels.map((_, at) => {
    let [sum, weights] = [0, 0];
    for (let by = -SMOOTH; by <= SMOOTH; by++) {
      const level = levels[at + by];
      if (level === undefined) continue;
      const weight = SMOOTH + 1 - Math.abs(by);
      sum += weight * level;
      weights += weight;
    }
    return sum / weights;
  });
}

/** What lies between each level and the next. */
function between(levels: Float64Array, fraction: number): Float64Array {
  if (fraction === 0) return levels;
  return levels.map((level, at) => level + fraction * ((levels[at + 1] ?? level) - level));
}

/** Pearson's correlation of what is common to both where the other is moved by the offset, but 0 where it is below. */
function correlation(one: Float64Array, other: Float64Array, offset: number): number {
  const from = Math.max(0, -offset);
  const to = Math.min(one.length, other.length - offset);
  const common = to - from;
  if (common < 2) return 0;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let at = from; at < to; at++) {
    const [a, b] = [one[at]!, other[at + offset]!];
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const [varianceX, varianceY] = [xx - (x * x) / common, yy - (y * y) / common];
  if (varianceX <= 1e-9 || varianceY <= 1e-9) return 0;
  const alike = (xy - (x * y) / common) / Math.sqrt(varianceX * varianceY);
  return Math.max(0, Math.min(1, alike)) * Math.min(1, common / CERTAIN);
}
