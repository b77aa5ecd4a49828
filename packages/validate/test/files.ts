import fc from 'fast-check';
import { COLUMNS } from './oracle-fields.ts';

/** Values for each column, right ones and wrong ones of every kind; few, so that rows repeat. */
const RIGHT: readonly (readonly string[])[] = [
  ['2023-10-31', '2023-10-31', '2023-10-31', '2024-02-29', '2023-10-30'],
  ['2022-2023', '2022-2023', '2022-2024', '2099-2000'],
  ['NSA', 'NSA', 'Northern Skills Awards', 'Other, Ltd', 'Société', 'N"S"A', 'a""b', 'a"b'],
  ['U01', 'U02', '-', ' U01', '1.2E+08', '1E+1234', 'é'.repeat(50), '💡'.repeat(50), 'x'.repeat(50)],
  ['June 2023', '-2', 'Jun-23', '“June”'],
  ['9900000179', '-2', '9276308686', '9276308687', '1', '9999999999'],
  ['999010230001M', '-2', '681990012058G', '68199Q012058G', '9', '1.0E+12', 'ÅÅÅÅÅÅÅÅÅÅÅÅÅ'],
  ['-2', 'A1', '-2', '00000000000000000001', '9E+2'],
  ['2023-06-14', '2023-06-14', '2000-01-01', '2099-12-31'],
  ['47', '-2', '0', '007', '999'],
  ['82', '-2'],
  ['M', 'D*D*D*', '*', '-2', '45B', 'FAIL', '1'],
];

const WRONG: readonly string[] = [
  ...['', ' ', '\u00a0', '-2', '-2 ', ' -2', 'x', '-1', '+5', '1000', '12.5', '85%', '£5', '1,000', '1 000', '0x1F'],
  ...[
    '31/10/2023',
    '2023/10/31',
    '2023-02-29',
    '2023-13-01',
    '1999-12-31',
    '2100-01-01',
    '2023-10-31 00:00:00',
    '45230',
  ],
  ...['Jun-23', '2-Mar', '14-Jun-2023', '31 October 2023', 'June 2023', '9.9E+09', '1E5', '-1,5e-3', '#N/A', '#name?'],
  ...['a*', 'pass', 'PASS', 'm ', '2022/23', '2022-2023 ', 'ABC1234567', '99000001790', '２０２３', 'x'.repeat(101)],
  ...[
    'é'.repeat(51),
    '💡'.repeat(101),
    `${'x'.repeat(199)}💡y`,
    'a\nb',
    '\r',
    'a\r\nb',
    'June\u20282023',
    '1\n',
    'a\0',
    '\0',
  ],
];

const SPOILT: readonly (readonly number[])[] = [
  ...[[0x22], [0x22, 0x22], [0x2c], [0x0a], [0x0d], [0x0d, 0x0a], [0x00], [0xe9], [0x93, 0x94], [0x81], [0xc3], [0x20]],
  ...[
    [0x22, 0x2c],
    [0x2c, 0x22],
    [0x0a, 0x22],
    [0x22, 0x0a],
    [0xef, 0xbb, 0xbf],
    [0xed, 0xa0, 0x80],
    [0xc0, 0xaf],
  ],
];

type Bytes = readonly number[];

const utf8 = (text: string): Bytes => [...new TextEncoder().encode(text)];
const latin = (text: string): Bytes => [...text].map((letter) => letter.codePointAt(0)! & 0xff);

/** A value as it may be written in a file: bare, in quotation marks, or badly. */
function written(value: fc.Arbitrary<string>): fc.Arbitrary<Bytes> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const needsQuotes = (text: string) => /[",\r\n]/.test(text);
  return fc.tuple(value, fc.nat(60)).map(([text, how]) => {
    if (how === 0) return utf8(text);
    if (how === 1) return utf8(`"${text}`);
    if (how === 2) return utf8(`${quoted(text)}x`);
    if (how === 3) return utf8(`"${text}"`);
    if (how === 4) return utf8(`${text}"`);
    if (how === 5) return latin(quoted(text));
    return utf8(how < 20 || needsQuotes(text) ? quoted(text) : text);
  });
}

const cells: readonly fc.Arbitrary<Bytes>[] = RIGHT.map((right) =>
  written(
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...WRONG) }),
  ),
);

const dull: readonly fc.Arbitrary<Bytes>[] = RIGHT.map((right) => fc.constant(utf8(right[0]!)));

/** Names whose bytes or texts are alike, so that a comparison of the wrong one shows. */
const twin: fc.Arbitrary<Bytes> = fc.constantFrom(
  ...['a""b', '"a""b"', 'a"b', '"a"b', '"""a""b"', 'Café', '"Café"'].map(utf8),
  ...['Café', '"Café"'].map(latin),
);

/** A row with one or two columns that differ from the usual one, or with all of them drawn; sometimes ragged. */
const row: fc.Arbitrary<Bytes> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(...dull) },
      { weight: 3, arbitrary: fc.tuple(...cells) },
      { weight: 3, arbitrary: fc.tuple(...dull.with(2, twin)) },
      ...cells.map((cell, at) => ({ weight: 1, arbitrary: fc.tuple(...dull.with(at, cell)) })),
    ),
    fc.nat(40),
  )
  .map(([values, shape]) => {
    if (shape === 0) return [];
    if (shape === 1) return utf8(',,,,,,,,,,,');
    if (shape === 2) return joined(values.slice(0, -1));
    if (shape === 3) return joined([...values, utf8('more')]);
    if (shape === 4) return utf8('x');
    if (shape === 5) return utf8(',');
    return joined(values);
  });

function joined(values: readonly Bytes[]): Bytes {
  return values.flatMap((value, at) => (at === 0 ? value : [0x2c, ...value]));
}

const header: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.constant(COLUMNS.join()) },
  { weight: 2, arbitrary: fc.shuffledSubarray([...COLUMNS], { minLength: 12 }).map((names) => names.join()) },
  { weight: 2, arbitrary: fc.shuffledSubarray([...COLUMNS], { minLength: 4 }).map((names) => names.join()) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.tuple(fc.nat(11), fc.nat(8)), { minLength: 1, maxLength: 3 })
      .map((changes) => changes.reduce((names, [at, how]) => changed(names, at, how), [...COLUMNS]).join()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      'a,b,c',
      COLUMNS.join(';'),
      COLUMNS.join('\t'),
      COLUMNS.map((name) => `"${name}"`).join(),
      `"${COLUMNS.join()}`,
      RIGHT.map((right) => right[0]).join(),
    ),
  },
);

function changed(names: readonly string[], place: number, how: number): string[] {
  const at = place % names.length;
  const name = names[at]!;
  const into = [
    [name.toLowerCase()],
    [name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')],
    [name.slice(0, 3) + name.slice(4)],
    [name.slice(0, 2) + name[3] + name[2] + name.slice(4)],
    [`${name}sx`],
    [name, 'Extra'],
    [name, ''],
    [name, name],
    [],
  ][how]!;
  const trailing = how === 6 ? ['', ' '] : [];
  return [...names.slice(0, at), ...into, ...names.slice(at + 1), ...trailing];
}

const lineEnd: fc.Arbitrary<Bytes> = fc.constantFrom([0x0a], [0x0a], [0x0d, 0x0a], [0x0d]);

/** A PTQ file with anything wrong in it: up to `most` rows, then some bytes put in at random places. */
export function ptqFiles(most: number, least = 0): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      mark: fc.nat(9).map((n) => (n === 0 ? [0xef, 0xbb, 0xbf] : [])),
      header,
      rows: fc.array(fc.tuple(row, lineEnd), { minLength: least, maxLength: most }),
      usual: lineEnd,
      mixed: fc.boolean(),
      open: fc.boolean(),
      spoilt: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...SPOILT)), { maxLength: 4 }) },
      ),
    })
    .map(({ mark, header, rows, usual, mixed, open, spoilt }) => {
      const lines = rows.flatMap(([line, end], at) => [
        ...line,
        ...(open && at === rows.length - 1 ? [] : mixed ? end : usual),
      ]);
      let file: Bytes = [...utf8(header), ...usual, ...lines];
      for (const [place, bytes] of spoilt) {
        const at = 1 + (place % file.length);
        file = [...file.slice(0, at), ...bytes, ...file.slice(at)];
      }
      return Uint8Array.from([...mark, ...file]);
    });
}

/** Values that need no quotation marks. */
const bare = (texts: readonly string[]): readonly string[] => texts.filter((text) => !/[",\r\n]/.test(text));

/** A row without quotation marks: right, with a value or two of other kinds, now and then in Windows-1252 or of too many values. */
const bareRow: fc.Arbitrary<Bytes> = fc
  .tuple(
    fc.tuple(...RIGHT.map((right) => fc.constantFrom(...bare(right).slice(0, 3)))),
    fc.array(fc.tuple(fc.nat(11), fc.nat(), fc.boolean()), { maxLength: 2 }),
    fc.nat(60),
  )
  .map(([usual, others, how]) => {
    const values = [...usual];
    for (const [at, which, isRight] of others) {
      const texts = bare(isRight ? RIGHT[at]! : WRONG);
      values[at] = texts[which % texts.length]!;
    }
    if (how === 0) values.push('more');
    return (how === 1 ? latin : utf8)(values.join());
  });

/** A PTQ file of usual rows, so many that a kernel goes over several at a time; few of their line ends differ. */
export function usualFiles(most: number): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      rows: fc.array(fc.tuple(bareRow, fc.nat(60)), { minLength: most / 2, maxLength: most }),
      usual: lineEnd,
      other: lineEnd,
      open: fc.boolean(),
    })
    .map(({ rows, usual, other, open }) => {
      const lines = rows.flatMap(([line, end], at) => [
        ...line,
        ...(open && at === rows.length - 1 ? [] : end === 0 ? other : usual),
      ]);
      return Uint8Array.from([...utf8(COLUMNS.join()), ...usual, ...lines]);
    });
}
