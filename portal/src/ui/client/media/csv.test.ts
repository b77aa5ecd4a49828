import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, readCsv } from './csv.ts';

test.each([
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a;b\n1;2,3',
    [
      ['a', 'b'],
      ['1', '2,3'],
    ],
  ],
  [
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\n"1,2","say ""hello"""\n',
    [
      ['a', 'b'],
      ['1,2', 'say "hello"'],
    ],
  ],
  [
    'a,b\n"1\r\n2",3',
    [
      ['a', 'b'],
      ['1\r\n2', '3'],
    ],
  ],
  [
    'a,b\n\n , \n1,',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  ['a,b\n"open,2\n3', [['a', 'b'], ['open,2\n3']]],
  [
    'a,b\n"x"y,2',
    [
      ['a', 'b'],
      ['xy', '2'],
    ],
  ],
  ['', []],
])('%j', (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});

test('whatever the cells, what was written is read', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', '\r', 'é', ' ') });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
      const quoted = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','));
      const kept = rows.filter((row) => row.some((each) => each.trim() !== ''));
      expect(readCsv(['x,y', ...quoted].join('\r\n')).slice(1)).toEqual(kept);
    }),
  );
});

test('any text at all is read, to its end', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readCsv(text)));
});

test('the encodings that spreadsheets write', () => {
  expect(decodeText(Buffer.from('\uFEFFé'))).toBe('é');
  expect(decodeText(Buffer.from('é', 'latin1'))).toBe('é');
  expect(decodeText(Buffer.from('\uFEFFé', 'utf16le'))).toBe('é');
  expect(decodeText(Buffer.from('\uFEFFé', 'utf16le').swap16())).toBe('é');
});
