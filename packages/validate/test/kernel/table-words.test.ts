import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsEnd, hasPlus, plainEnd, yearOf } from '../../src/kernel/table-words.ts';
import { headerOf } from '../run.ts';
import { smallTemplate } from './small-template.ts';
import { sameEveryWay } from './ways.ts';

const encoder = new TextEncoder();

/** The text or bytes, followed by a line end and what must not be looked at. */
function viewOf(value: string | Uint8Array, after: string): DataView {
  const bytes = typeof value === 'string' ? encoder.encode(value) : value;
  const padded = new Uint8Array(bytes.length + 32);
  padded.set(bytes);
  padded.set(encoder.encode(`\n${after}`), bytes.length);
  return new DataView(padded.buffer);
}

/** Bytes, mostly those that are near what ends a value. */
const someBytes = fc.uint8Array({ maxLength: 20 }).chain((any) =>
  fc
    .array(
      fc.constantFrom(
        ...[0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x2b, 0x2c, 0x2d, 0x2f, 0x30, 0x39, 0x3a, 0x7f, 0x80, 0xa2, 0xac, 0xff],
      ),
      {
        minLength: any.length,
        maxLength: any.length,
      },
    )
    .map((near) => any.map((byte, at) => (byte & 1 ? near[at]! : byte))),
);
const texts = fc.stringMatching(/^[0-9A-Za-z .-]{0,13}$/);

describe('four bytes at a time as one by one', () => {
  test('where a plain value ends', () => {
    fc.assert(
      fc.property(texts, someBytes, (text, bytes) => {
        const all = Uint8Array.of(...encoder.encode(text), ...bytes);
        const end = all.findIndex((byte) => byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x2c);
        expect(plainEnd(viewOf(all, 'x'), 0)).toBe(end === -1 ? all.length : end);
      }),
      { numRuns: 2000 },
    );
  });

  test('where digits end', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,12}$/), someBytes, (digits, bytes) => {
        const all = Uint8Array.of(...encoder.encode(digits), ...bytes);
        const end = all.findIndex((byte) => byte < 0x30 || byte > 0x39);
        expect(digitsEnd(viewOf(all, '9'), 0)).toBe(end === -1 ? all.length : end);
      }),
      { numRuns: 2000 },
    );
  });

  test('what may look like a spreadsheet’s number', () => {
    for (const text of ['+abc', 'a+bc', 'ab+c', '++++']) expect(hasPlus(viewOf(text, '').getInt32(0, true))).toBe(true);
    for (const text of ['abc+', 'abcd', '1e08', '****', ',,,,'])
      expect(hasPlus(viewOf(text, '').getInt32(0, true))).toBe(false);
  });

  test('dates: any byte in any place of one', () => {
    for (let place = 0; place < 10; place++) {
      for (let byte = 0; byte < 256; byte++) {
        const date = encoder.encode('2024-02-19');
        date[place] = byte;
        const text = String.fromCharCode(...date);
        const real = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
        const sameDay = real && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
        expect(`${text} ${yearOf(viewOf(date, '0000'), 0)}`).toBe(`${text} ${sameDay ? Number(text.slice(0, 4)) : -1}`);
      }
    }
  });
});

test('short texts of any characters, in quotation marks and without', async () => {
  const compiled = smallTemplate([
    { name: 'A', constraints: { pattern: '.{1,4}', required: true } },
    { name: 'B', constraints: { maxLength: 2 } },
    { name: 'C', constraints: { enum: ['A', '12345678', '-'] } },
  ]);
  const letters = [
    'a',
    '1',
    ' ',
    '+',
    '-',
    '\t',
    '\u0001',
    'é',
    'â',
    '–',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\ufeff',
    '😀',
    ',',
    '\n',
  ];
  const value = fc.array(fc.constantFrom(...letters), { maxLength: 5 }).map((all) => all.join(''));
  const cell = fc
    .tuple(value, fc.boolean())
    .map(([text, quoted]) => (quoted || /[,\n]/.test(text) ? `"${text}"` : text));
  const mark = fc.constantFrom('A', '12345678', '-', '"A"', '1234567', '123456789', '', '"12345678"', 'a');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, mark), { minLength: 1, maxLength: 40 }), async (rows) => {
      await sameEveryWay(
        encoder.encode(`${headerOf(compiled)}\n${rows.map((row) => `${row.join()}\n`).join('')}`),
        compiled,
      );
    }),
    { numRuns: 60 },
  );
});
