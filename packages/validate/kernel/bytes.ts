/** Looks at bytes sixteen or eight at a time. All of it may read up to 16 bytes past the end of what it is given. */

export const QUOTE: u32 = 0x22;
export const LF: u32 = 0x0a;
export const CR: u32 = 0x0d;

// Flags of a field, as src/csv/record.ts has them.
export const QUOTED: u32 = 1;
export const ESCAPED: u32 = 2;
export const STRAY_QUOTE: u32 = 4;
export const NUL: u32 = 32;
export const HIGH: u32 = 64;
export const LINE_BREAK: u32 = 128;

/** For each length up to 16, a vector whose first bytes, so many, are all ones. */
const MASKS: usize = memory.data(272, 16);

for (let length: usize = 1; length <= 16; length++) {
  for (let byte: usize = 0; byte < length; byte++) store<u8>(MASKS + (length << 4) + byte, 0xff);
}

/** The first `length` bytes (8 at most) as one number, the rest zero. */
// @ts-ignore: decorator
@inline
export function word(from: usize, length: u32): u64 {
  return load<u64>(from) & load<u64>(MASKS + (<usize>(length < 8 ? length : 8) << 4));
}

/** The first `length` bytes, 16 at most, the rest zero. */
// @ts-ignore: decorator
@inline
export function words(from: usize, length: u32): v128 {
  return v128.and(v128.load(from), v128.load(MASKS + ((<usize>length) << 4)));
}

/** Whether `length` bytes at two places are the same. */
export function same(a: usize, b: usize, length: u32): bool {
  while (length >= 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
    length -= 16;
  }
  if (length >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    length -= 8;
  }
  return length == 0 || word(a, length) == word(b, length);
}

/** Bits for the bytes of a vector that are below a blank or not ASCII. */
// @ts-ignore: decorator
@inline
function specialBits(v: v128): u32 {
  return i8x16.bitmask(i8x16.lt_s(v, i8x16.splat(0x20)));
}

/** Whether every byte of the field is printable ASCII (or DEL). */
// @ts-ignore: decorator
@inline
export function isPlain(from: usize, to: usize): bool {
  while (from + 16 <= to) {
    if (specialBits(v128.load(from))) return false;
    from += 16;
  }
  const rest = <u32>(to - from);
  return (specialBits(v128.load(from)) & ((<u32>1 << rest) - 1)) == 0;
}

/** Whether no byte of the field is above ASCII. */
// @ts-ignore: decorator
@inline
export function isAscii(from: usize, to: usize): bool {
  while (from + 16 <= to) {
    if (i8x16.bitmask(v128.load(from))) return false;
    from += 16;
  }
  return (i8x16.bitmask(v128.load(from)) & ((<u32>1 << <u32>(to - from)) - 1)) == 0;
}

/** What a field holds besides printable ASCII, as flags. */
// @ts-ignore: decorator
@inline
export function flagsOf(from: usize, to: usize): u32 {
  for (let at = from; at < to; at += 16) {
    const v = v128.load(at);
    const some = i8x16.bitmask(v128.or(i8x16.lt_s(v, i8x16.splat(0x20)), i8x16.eq(v, i8x16.splat(0x22))));
    if (at + 16 <= to ? some : some & ((<u32>1 << <u32>(to - at)) - 1)) return flagsOneByOne(from, to);
  }
  return 0;
}

function flagsOneByOne(from: usize, to: usize): u32 {
  let flags: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte >= 0x80) flags |= HIGH;
    else if (byte == 0) flags |= NUL;
    else if (byte == 0x22) flags |= STRAY_QUOTE;
  }
  return flags;
}
