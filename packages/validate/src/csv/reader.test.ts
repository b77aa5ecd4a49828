import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvReader, RECORD_LIMIT, RecordTooLongError } from './reader.ts';
import {
  type CsvRecord,
  ESCAPED,
  FIELD_LIMIT,
  HIGH,
  LINE_BREAK,
  NEVER_CLOSED,
  NUL,
  QUOTED,
  STRAY_QUOTE,
  TEXT_AFTER,
} from './record.ts';
import { fieldValue } from './value.ts';

interface Row {
  readonly row: number;
  readonly offset: number;
  readonly end: number;
  readonly values: readonly string[];
  readonly flags: readonly number[];
}

/** All rows of the bytes, cut into chunks of `size`, and the row that was too long, if one was. */
function read(
  content: string | Uint8Array,
  size = Number.POSITIVE_INFINITY,
): { rows: Row[]; tooLong?: [number, number] } {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const rows: Row[] = [];
  const reader = new CsvReader();
  try {
    for (let at = 0; at < bytes.length; at += size)
      reader.feed(bytes.subarray(at, at + size), (row) => rows.push(kept(row)));
    reader.end((row) => rows.push(kept(row)));
  } catch (error) {
    if (!(error instanceof RecordTooLongError)) throw error;
    return { rows, tooLong: [error.row, error.offset] };
  }
  return { rows };
}

function kept(record: CsvRecord): Row {
  const { row, base, start, end, count } = record;
  return {
    row,
    offset: base + start,
    end: base + end,
    values: Array.from({ length: count }, (_, at) => fieldValue(record, at).text),
    flags: [...record.flags.subarray(0, count)],
  };
}

const values = (content: string | Uint8Array) => read(content).rows.map((row) => row.values);
/** Sizes of chunks that end just before, at and after the limit. */
const cuts = [200_000, RECORD_LIMIT, RECORD_LIMIT + 1, RECORD_LIMIT + 2, RECORD_LIMIT + 3, Number.POSITIVE_INFINITY];
const x = (length: number) => 'x'.repeat(length);
const flags = (content: string | Uint8Array) => read(content).rows.map((row) => row.flags);

describe('RFC 4180', () => {
  test.each([
    [
      '1: rows end in CR LF',
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '2: the last row may lack its line end',
      'aaa,bbb,ccc\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    ['4: blanks belong to the value', ' a ,b c', [[' a ', 'b c']]],
    ['5: values in quotation marks', '"aaa","bbb",ccc', [['aaa', 'bbb', 'ccc']]],
    [
      '6: line breaks and commas in quotation marks',
      '"aaa","b\r\nb,b","c\nc"\r\nzzz',
      [['aaa', 'b\r\nb,b', 'c\nc'], ['zzz']],
    ],
    ['7: doubled quotation marks', '"aaa","b""bb","""",""""""', [['aaa', 'b"bb', '"', '""']]],
  ])('%s', (_rule, file, rows) => expect(values(file)).toEqual(rows));

  test.each([
    ['', []],
    ['a', [['a']]],
    ['a,', [['a', '']]],
    [',', [['', '']]],
    ['""', [['']]],
    ['"",""', [['', '']]],
    ['\n', [['']]],
    ['a\n\nb\n', [['a'], [''], ['b']]],
    ['a\rb\r', [['a'], ['b']]],
    ['a\r\rb', [['a'], [''], ['b']]],
    ['a\n\rb', [['a'], [''], ['b']]],
    ['a\r\n\r\nb', [['a'], [''], ['b']]],
  ])('%j', (file, rows) => expect(values(file)).toEqual(rows));
});

describe('flags', () => {
  test.each([
    ['a', [[0]]],
    ['"a"', [[QUOTED]]],
    ['"a""b"', [[QUOTED | ESCAPED]]],
    ['"a\nb"', [[QUOTED | LINE_BREAK]]],
    ['"a\rb",c', [[QUOTED | LINE_BREAK, 0]]],
    ['a"b,"', [[STRAY_QUOTE, NEVER_CLOSED]]],
    ['"a"b,c', [[QUOTED | TEXT_AFTER, 0]]],
    ['"a""b"c""d"', [[QUOTED | TEXT_AFTER]]],
    ['é,"é","é"é', [[HIGH, QUOTED | HIGH, QUOTED | HIGH | TEXT_AFTER]]],
    ['\0,"\0","a"\0,"\0', [[NUL, QUOTED | NUL, QUOTED | TEXT_AFTER | NUL, NEVER_CLOSED | NUL]]],
  ])('%j', (file, expected) => expect(flags(file)).toEqual(expected));

  test('what is outside the RFC is kept as sent', () => {
    expect(values('"a"b,"a""b"c""d",a"b""c,"z')).toEqual([['"a"b', '"a""b"c""d"', 'a"b""c', '"z']]);
  });
});

describe('a quotation mark that is never closed', () => {
  test.each([
    ['to the end of the file', 'a,"b\nc,d\ne', [['a', '"b'], ['c', 'd'], ['e']]],
    ['the next mark opens a later value', 'a,"b\nc,d\ne,"f"\ng', [['a', '"b'], ['c', 'd'], ['e', 'f'], ['g']]],
    [
      'CR LF after it',
      'a,"b\r\nc,d\r\n',
      [
        ['a', '"b'],
        ['c', 'd'],
      ],
    ],
    [
      'CR after it',
      'a,"b\rc,d',
      [
        ['a', '"b'],
        ['c', 'd'],
      ],
    ],
    ['doubled marks inside', '"a""b\nc""d\ne', [['"a""b'], ['c""d'], ['e']]],
    ['alone', '"', [['"']]],
    ['alone on the last line', 'a\n"', [['a'], ['"']]],
  ])('%s', (_case, file, rows) => {
    expect(values(file)).toEqual(rows);
    expect(read(file).rows.filter((row) => row.flags.at(-1)! & NEVER_CLOSED)).toHaveLength(1);
  });

  test('the rest of its line is one value', () => expect(values('"b,c,d\ne')).toEqual([['"b,c,d'], ['e']]));

  test('when the row grows past the limit', () => {
    const lines = `b,${x(16_381)}\n`.repeat(65);
    for (const size of cuts) {
      const { rows, tooLong } = read(`"a\n${lines}`, size);
      expect(tooLong).toBeUndefined();
      expect(rows).toHaveLength(66);
      expect(rows[0]).toMatchObject({ values: ['"a'], flags: [NEVER_CLOSED], offset: 0, end: 2 });
      expect(rows[1]).toMatchObject({ row: 2, values: ['b', x(16_381)], offset: 3 });
    }
  });
});

describe('the longest row', () => {
  test.each([
    ['one value', x(RECORD_LIMIT)],
    ['two values', `a,${x(RECORD_LIMIT - 2)}`],
    ['in quotation marks', `"${x(RECORD_LIMIT - 2)}"`],
    ['a doubled mark at its end', `"${x(RECORD_LIMIT - 4)}"""`],
    ['text after the marks', `"a"${x(RECORD_LIMIT - 3)}`],
    ['empty values at its end', `${x(RECORD_LIMIT - 2)},,`],
  ])('%s: right at the limit, refused one byte later', (_case, row) => {
    expect(row).toHaveLength(RECORD_LIMIT);
    for (const size of cuts) {
      for (const end of ['', '\r\n', '\nb,c\n']) {
        const { rows, tooLong } = read(`a\n${row}${end}`, size);
        expect({ size, end, tooLong }).toEqual({ size, end, tooLong: undefined });
        expect(rows.map((each) => [each.offset, each.end - each.offset]).slice(0, 2)).toEqual([
          [0, 1],
          [2, RECORD_LIMIT],
        ]);
        expect(rows).toHaveLength(end.endsWith('c\n') ? 3 : 2);
      }
      const { rows, tooLong } = read(`a\n${row.replace('x', 'xx')}\nb\n`, size);
      expect([rows.length, tooLong]).toEqual([1, [2, 2]]);
    }
  });

  test('a value in quotation marks with a line break, one byte too long, is a mark never closed', () => {
    for (const extra of [0, 1, 2, 3]) {
      for (const size of cuts) {
        const { rows, tooLong } = read(`"a\n${x(RECORD_LIMIT - 4 + extra)}"\nc\n`, size);
        expect(tooLong).toBeUndefined();
        expect(rows.map((row) => row.flags[0])).toEqual(
          extra === 0 ? [QUOTED | LINE_BREAK, 0] : [NEVER_CLOSED, STRAY_QUOTE, 0],
        );
      }
    }
  });
});

test('more values than are kept are counted', () => {
  const reader = new CsvReader();
  let count = 0;
  reader.feed(new TextEncoder().encode(`${','.repeat(FIELD_LIMIT + 5)}\n`), (record) => {
    count = record.count;
  });
  expect(count).toBe(FIELD_LIMIT + 6);
});

test('offsets count from the start of the file', () => {
  const reader = new CsvReader(3);
  const offsets: number[] = [];
  reader.feed(new TextEncoder().encode('ab,c\r\n"d",e'), () => {});
  reader.end((record) =>
    offsets.push(record.base + record.start, record.base + record.from[0]!, record.base + record.end),
  );
  expect(offsets).toEqual([9, 10, 14]);
});

test('rows do not depend on how the bytes were cut', () => {
  const piece = fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'a', 'é', '💡', '\0', '"a"', ',"', '",', '"\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
      const file = pieces.join('');
      expect(read(file, size)).toEqual(read(file));
    }),
    { numRuns: 3000 },
  );
});
