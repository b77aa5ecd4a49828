/** Where the values of a row with quotation marks end. */
import { CR, ESCAPED, HIGH, LF, LINE_BREAK, NUL, QUOTE } from './bytes';

/** The closing mark that `closing` found last. */
export let closed: usize = 0;

/** Where a value in quotation marks ends; 0 where the mark is not there yet. Doubled ones do not end it. */
export function closing(from: usize, limit: usize): usize {
  const quote = i8x16.splat(0x22);
  let at = from;
  while (at < limit) {
    const bits = i8x16.bitmask(i8x16.eq(v128.load(at), quote));
    if (bits == 0) {
      at += 16;
      continue;
    }
    at += ctz(bits);
    if (at + 1 >= limit) return 0;
    if (<u32>load<u8>(at + 1) != QUOTE) {
      closed = at;
      return at;
    }
    at += 2;
  }
  return 0;
}

/** Flags of a value in quotation marks: a mark inside it is a doubled one. */
// @ts-ignore: decorator
@inline
export function quotedFlags(from: usize, to: usize): u32 {
  let at = from;
  while (at < to) {
    const v = v128.load(at);
    const left = <u32>(to - at);
    const within = left >= 16 ? 0xffff : ((<u32>1) << left) - 1;
    const some = v128.or(i8x16.lt_s(v, i8x16.splat(0x20)), i8x16.eq(v, i8x16.splat(0x22)));
    if (i8x16.bitmask(some) & within) return quotedFlagsOneByOne(from, to);
    at += 16;
  }
  return 0;
}

function quotedFlagsOneByOne(from: usize, to: usize): u32 {
  let flags: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte = <u32>load<u8>(at);
    if (byte >= 0x80) flags |= HIGH;
    else if (byte == QUOTE) flags |= ESCAPED;
    else if (byte == LF || byte == CR) flags |= LINE_BREAK;
    else if (byte == 0) flags |= NUL;
  }
  return flags;
}

/** Where a value without quotation marks ends; 0 where its end is not there yet. */
// @ts-ignore: decorator
@inline
export function unquotedEnd(from: usize, limit: usize): usize {
  let at = from;
  while (at < limit) {
    const v = v128.load(at);
    const ends = v128.or(
      i8x16.eq(v, i8x16.splat(0x2c)),
      v128.or(i8x16.eq(v, i8x16.splat(0x0a)), i8x16.eq(v, i8x16.splat(0x0d))),
    );
    const bits = i8x16.bitmask(ends);
    if (bits) {
      at += ctz(bits);
      return at < limit ? at : 0;
    }
    at += 16;
  }
  return 0;
}
