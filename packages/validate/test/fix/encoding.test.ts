import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUtf8 } from '../../src/bytes.ts';

const strict = new TextDecoder('utf-8', { fatal: true });

function decodes(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test('says of any bytes what a strict decoder says', () => {
  const lead = fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xe1,
    0xed,
    0xef,
    0xf0,
    0xf1,
    0xf4,
    0xf5,
    0xff,
  );
  const next = fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0);
  const piece = fc.oneof(
    fc.tuple(lead, next, next, next).map(([...bytes]) => bytes),
    fc.array(fc.oneof(lead, next), { maxLength: 3 }),
    fc.string({ unit: 'grapheme' }).map((text) => [...new TextEncoder().encode(text)]),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
      const bytes = Uint8Array.from(pieces.flat());
      expect(isUtf8(bytes, 0, bytes.length)).toBe(decodes(bytes));
    }),
    { numRuns: 20_000 },
  );
});
