/** Ranges of bytes that follow each other: one range for each byte of an encoded character. */
export type ByteRanges = readonly (readonly [first: number, last: number])[];

const LENGTH_ENDS = [0x7f, 0x7ff, 0xffff, 0x10ffff];

/** The UTF-8 forms of the code points `first` to `last` (no surrogates among them), as few sequences as need be. */
export function utf8Ranges(first: number, last: number): ByteRanges[] {
  for (const end of LENGTH_ENDS) {
    if (first <= end && last > end) return [...utf8Ranges(first, end), ...utf8Ranges(end + 1, last)];
  }
  const length = LENGTH_ENDS.findIndex((end) => last <= end) + 1;
  for (let place = 1; place < length; place++) {
    const mask = (1 << (6 * place)) - 1;
    if ((first & ~mask) === (last & ~mask)) continue;
    if ((first & mask) !== 0) return [...utf8Ranges(first, first | mask), ...utf8Ranges((first | mask) + 1, last)];
    if ((last & mask) !== mask) return [...utf8Ranges(first, (last & ~mask) - 1), ...utf8Ranges(last & ~mask, last)];
  }
  const from = encoded(first, length);
  const to = encoded(last, length);
  return [from.map((byte, at) => [byte, to[at]!] as const)];
}

function encoded(code: number, length: number): number[] {
  if (length === 1) return [code];
  const bytes: number[] = [];
  let rest = code;
  for (let place = length - 1; place > 0; place--) {
    bytes.unshift(0x80 | (rest & 0x3f));
    rest >>= 6;
  }
  return [([0, 0, 0xc0, 0xe0, 0xf0][length] as number) | rest, ...bytes];
}
