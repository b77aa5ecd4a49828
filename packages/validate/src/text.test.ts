import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText } from '../test/oracle-csv.ts';
import { decode } from './text.ts';

const read = (...bytes: number[]) => decode(Uint8Array.from(bytes), 0, bytes.length);

test('UTF-8', () => {
  const bytes = new TextEncoder().encode('x“Café” 💡x');
  expect(decode(bytes, 1, bytes.length - 1)).toEqual({ text: '“Café” 💡', fellBack: false });
});

test('a byte order mark inside the file is kept', () => {
  expect(read(0xef, 0xbb, 0xbf, 0x41)).toEqual({ text: '\ufeffA', fellBack: false });
});

test('Windows-1252, all of its upper half, the five undefined bytes as they are', () => {
  const table = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const text = byte < 0xa0 ? table[byte - 0x80]! : String.fromCharCode(byte);
    expect(read(0x41, byte, 0x42)).toEqual({ text: `A${text}B`, fellBack: true });
  }
});

describe('bytes that only look like UTF-8', () => {
  test.each([
    ['cut short', [0xe2, 0x80]],
    ['overlong', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
  ])('%s', (_what, bytes) => {
    const { text, fellBack } = read(...bytes);
    expect(fellBack).toBe(true);
    expect(text).toHaveLength(bytes.length);
  });
});

test('any bytes, short or long, give what a second reading gives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (drawn, ascii) => {
      const bytes = ascii ? drawn.map((byte) => byte & 0x7f) : drawn;
      expect(decode(bytes, 0, bytes.length)).toEqual(readText(bytes));
    }),
    { numRuns: 2000 },
  );
});
