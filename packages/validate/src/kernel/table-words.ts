/**
 * Looks at the bytes of a buffer four at a time, as one number whose lowest byte stands first. In the numbers that tell of
 * bytes (`marks`) the top bit of a byte is set where it is what is looked for; the lowest such bit is always right, those
 * above it need not be.
 */

/** The same byte in all four places. */
const ONES = 0x01010101;
const TOPS = 0x80808080 | 0;
const COMMAS = 0x2c2c2c2c;
const QUOTES = 0x22222222;
const BLANKS = 0x20202020;
const ZEROS = 0x30303030;
const PLUSES = 0x2b2b2b2b;
/** Added to a digit less `0` it leaves the top bit alone, added to any other byte it sets it. */
const PAST_DIGITS = 0x76767676;

/** How many bytes stand before the first that is marked. */
function before(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** The first byte from `at` on that is a comma, a quotation mark, a control character or not ASCII; there must be one. */
export function plainEnd(view: DataView, at: number): number {
  for (; ; at += 4) {
    const word = view.getInt32(at, true);
    const comma = word ^ COMMAS;
    const quote = word ^ QUOTES;
    const marks = (((comma - ONES) & ~comma) | ((quote - ONES) & ~quote) | (word - BLANKS) | word) & TOPS;
    if (marks !== 0) return at + before(marks);
  }
}

/** The first byte from `at` on that is no digit; there must be one. */
export function digitsEnd(view: DataView, at: number): number {
  for (; ; at += 4) {
    const digits = view.getInt32(at, true) ^ ZEROS;
    const marks = ((digits + PAST_DIGITS) | digits) & TOPS;
    if (marks !== 0) return at + before(marks);
  }
}

/** Whether one of these four bytes but the last is a plus sign, or may be. */
export function hasPlus(word: number): boolean {
  const plus = word ^ PLUSES;
  return ((plus - ONES) & ~plus & 0x00808080) !== 0;
}

/** Year of the real date written year-month-day at `at`; -1 where there is none. */
export function yearOf(view: DataView, at: number): number {
  const year = view.getInt32(at, true) ^ ZEROS;
  // A dash, two digits, a dash; what is no dash leaves more than nothing.
  const month = view.getInt32(at + 4, true) ^ 0x2d30302d;
  const day = view.getUint16(at + 8, true) ^ 0x3030;
  const others = ((year + PAST_DIGITS) | year | (month + 0x7f76767f) | month | (day + 0x7676) | day) & TOPS;
  if (others !== 0) return -1;
  // Tens and ones side by side.
  const pairs = Math.imul(year, 10) + (year >>> 8);
  const century = pairs & 0xff;
  const inCentury = (pairs >>> 16) & 0xff;
  const monthNumber = ((month >>> 8) & 0xff) * 10 + ((month >>> 16) & 0xff);
  const dayNumber = (day & 0xff) * 10 + (day >>> 8);
  if ((monthNumber - 1) >>> 0 >= 12 || dayNumber === 0 || dayNumber > 31) return -1;
  if (dayNumber > 28 && dayNumber > daysOf(monthNumber, century, inCentury)) return -1;
  return century * 100 + inCentury;
}

function daysOf(month: number, century: number, inCentury: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1);
  return ((inCentury === 0 ? century : inCentury) & 3) === 0 ? 29 : 28;
}
