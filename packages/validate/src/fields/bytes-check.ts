import { isRealDate } from './dates.ts';

/**
 * Says quickly that the bytes of a field are certainly right. `false` means "look closer": the exact
 * check on the text then decides. So a bytes check may say no to a good value, but never yes to a bad one.
 */
export type BytesCheck = (bytes: Uint8Array, from: number, to: number) => boolean;

/** `.{least,most}` where every byte is printable ASCII. */
export function plainTextCheck(least: number, most: number): BytesCheck {
  return (bytes, from, to) => {
    const length = to - from;
    if (length < least || length > most) return false;
    // With a blank at either end it may be "-2 ", or nothing at all.
    if (bytes[from] === 0x20 || bytes[to - 1] === 0x20) return false;
    for (let at = from; at < to; at++) if (bytes[at]! < 0x20 || bytes[at]! >= 0x7f) return false;
    return !looksScientific(bytes, from, to);
  };
}

/** `\d{least,most}`. */
export function digitsCheck(least: number, most: number): BytesCheck {
  return (bytes, from, to) => {
    const length = to - from;
    if (length < least || length > most) return false;
    for (let at = from; at < to; at++) if (bytes[at]! < 0x30 || bytes[at]! > 0x39) return false;
    return true;
  };
}

/** `yyyy-mm-dd`, a real date, from the year `first` to the year `last`. */
export function isoDateCheck(first: number, last: number): BytesCheck {
  return (bytes, from, to) => {
    if (to - from !== 10 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d) return false;
    let digits = 0;
    for (let at = from; at < to; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
      else if (at !== from + 4 && at !== from + 7) return false;
    }
    const year = Math.floor(digits / 10000);
    return year >= first && year <= last && isRealDate(year, Math.floor(digits / 100) % 100, digits % 100);
  };
}

/** One of a list of short ASCII texts. Longer members are left to the exact check. */
export function listCheck(members: readonly string[]): BytesCheck {
  const known = new Set<number>();
  for (const member of members) {
    const bytes = new TextEncoder().encode(member);
    if (bytes.length <= 6) known.add(packed(bytes, 0, bytes.length));
  }
  return (bytes, from, to) => to - from <= 6 && known.has(packed(bytes, from, to));
}

/** Up to six bytes and their number as one exact integer below 2^53. */
function packed(bytes: Uint8Array, from: number, to: number): number {
  let value = to - from;
  for (let at = from; at < to; at++) value = value * 256 + bytes[at]!;
  return value;
}

/** `1.1E+08`: the sixth-last to third-last byte is a plus after an E. Only a hint; the text is looked at next. */
function looksScientific(bytes: Uint8Array, from: number, to: number): boolean {
  for (let back = 2; back <= 4; back++) {
    const at = to - back;
    if (at > from && bytes[at] === 0x2b) return (bytes[at - 1]! | 0x20) === 0x65;
  }
  return false;
}

/** Whether `bytes[from, to)` are exactly those kept. */
export function sameBytes(kept: Uint8Array | undefined, bytes: Uint8Array, from: number, to: number): boolean {
  if (kept === undefined || kept.length !== to - from) return false;
  for (let at = 0; at < kept.length; at++) if (kept[at] !== bytes[from + at]) return false;
  return true;
}
