/** Length in bytes of the character that begins at `at`, by what follows it; 0 where it is not UTF-8. `byte` is above ASCII. */
export function utf8Length(bytes: Uint8Array, at: number, byte: number): number {
  const second = bytes[at + 1]!;
  const follows = (place: number): boolean => (bytes[at + place]! & 0xc0) === 0x80;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  if (byte < 0xe0) return follows(1) ? 2 : 0;
  if (!follows(1) || !follows(2)) return 0;
  if (byte < 0xf0) return (byte === 0xe0 && second < 0xa0) || (byte === 0xed && second > 0x9f) ? 0 : 3;
  if (!follows(3)) return 0;
  return (byte === 0xf0 && second < 0x90) || (byte === 0xf4 && second > 0x8f) ? 0 : 4;
}

/** Whether `bytes[from, to)` are UTF-8; quicker by far than a decoder that throws where they are not. */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const byte = bytes[at]!;
    const length = byte < 0x80 ? 1 : utf8Length(bytes, at, byte);
    at += length;
    if (length === 0 || at > to) return false;
  }
  return true;
}

/** Whether `bytes[from, to)` are exactly those kept. */
export function sameBytes(kept: Uint8Array | undefined, bytes: Uint8Array, from: number, to: number): boolean {
  if (kept === undefined || kept.length !== to - from) return false;
  for (let at = 0; at < kept.length; at++) if (kept[at] !== bytes[from + at]) return false;
  return true;
}
