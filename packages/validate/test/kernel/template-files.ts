import fc from 'fast-check';
import type { CompiledTemplate } from '../../src/index.ts';
import type { TemplateCase } from './templates.ts';

/** Values that may turn up anywhere. */
const STRAY = [
  ...[
    '',
    ' ',
    '\t',
    'x',
    'x\t',
    '\tx',
    '\u00a0',
    'x\u00a0',
    '\u2028',
    'a\u2028b',
    'a\u0085',
    '\ufeffx',
    'x\u3000',
    '\0',
    'a\0b',
    '\x7f',
    '\x01',
  ],
  ...[
    '1.1E+08',
    '9E+2',
    '1,5e+123',
    '+',
    'a+bc',
    '#N/A',
    'June 2023',
    '31/10/2023',
    '£5',
    '12%',
    'a""b',
    '"',
    '""',
    'l\nm',
    'l\r\nm',
    '\r',
  ],
  ...[
    '9900000179',
    '9999999999',
    '9276308686',
    '999010230001M',
    '68199Q012058G',
    'A99000000000',
    'ÅÅÅÅÅ',
    '💡'.repeat(9),
    'z'.repeat(40),
  ],
];
/** Bytes put in at random places. */
const SPOILT: readonly (readonly number[])[] = [
  [0x22],
  [0x22, 0x22],
  [0x2c],
  [0x0a],
  [0x0d],
  [0x0d, 0x0a],
  [0x00],
  [0xe9],
  [0x81],
  [0xc3],
  [0x0a, 0x0a],
  [0x22, 0x2c],
  [0x2c, 0x22],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc0, 0xaf],
  [0xe2, 0x80, 0xa8],
  [0xef, 0xbb, 0xbf],
];
const ENDS = ['\n', '\r\n', '\r'];

/** Numbers from which a file is made once it is known for which template; small ones make a plain file. */
export interface FileChoices {
  readonly order: number;
  readonly left: number;
  readonly extra: number;
  readonly rows: readonly RowChoice[];
  readonly end: number;
  readonly mark: boolean;
  readonly open: boolean;
  readonly spoilt: readonly (readonly [number, readonly number[]])[];
}

/** A row as the one before it, save a few values; then that row so many times. */
interface RowChoice {
  readonly changes: readonly { readonly column: number; readonly value: number; readonly how: number }[];
  readonly afresh: boolean;
  readonly shape: number;
  readonly times: number;
  readonly end: number;
}

const change = fc.record({ column: fc.nat(70), value: fc.nat(400), how: fc.nat(59) });

function choices(most: number, times: fc.Arbitrary<number>): fc.Arbitrary<FileChoices> {
  const row = fc.record({
    changes: fc.array(change, { maxLength: 4 }),
    afresh: fc.nat(5).map((n) => n === 5),
    shape: fc.nat(60),
    times,
    end: fc.nat(2),
  });
  return fc.record({
    order: fc.nat(9).map((n) => Math.max(0, n - 6)),
    left: fc.nat(14),
    extra: fc.oneof(
      { weight: 9, arbitrary: fc.nat(5).map((n) => Math.max(0, n - 3)) },
      { weight: 1, arbitrary: fc.integer({ min: 20, max: 70 }) },
    ),
    rows: fc.array(row, { maxLength: most }),
    end: fc.nat(5),
    mark: fc.nat(9).map((n) => n === 9),
    open: fc.boolean(),
    spoilt: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...SPOILT)), { maxLength: 4 }) },
    ),
  });
}

export const shortFiles: fc.Arbitrary<FileChoices> = choices(
  7,
  fc.nat(11).map((n) => (n === 11 ? 3 : 1)),
);
/** Of some thousands of rows, most like their neighbours. */
export const longFiles: fc.Arbitrary<FileChoices> = choices(14, fc.constantFrom(1, 1, 2, 60, 300, 600));

/** The bytes of a file. */
export function fileOf(
  { template, values }: TemplateCase,
  compiled: CompiledTemplate,
  choice: FileChoices,
): Uint8Array {
  const pools = compiled.fields.map((field, at) => pool(field.accepts, values[at]!));
  const columns = columnsOf(template.fields.length, choice);
  const parts: Buffer[] = [];
  const header = columns.map((column) => template.fields[column]?.name ?? `Other ${column}`);
  const ends = ENDS[choice.end % ENDS.length]!;
  parts.push(Buffer.from(`${choice.mark ? '\ufeff' : ''}${header.join()}${ends}`));
  const first = columns.map((column) => Buffer.from(write(pools[column]?.right[0] ?? '', 59)));
  let row: Buffer[] = first;
  for (const [at, each] of choice.rows.entries()) {
    row = each.afresh ? [...first] : [...row];
    for (const { column, value, how } of each.changes) {
      const place = column % columns.length;
      row[place] = written(pools[columns[place]!], value, how);
    }
    const line = shaped(row, each.shape);
    // Ends are the same in all the file, or each row's own.
    const end = Buffer.from(choice.end < ENDS.length ? ends : ENDS[each.end]!);
    for (let time = 1; time <= each.times; time++) {
      const last = at === choice.rows.length - 1 && time === each.times;
      parts.push(line, ...(last && choice.open ? [] : [end]));
    }
  }
  return choice.spoilt.reduce<Uint8Array>(spoil, Buffer.concat(parts));
}

function spoil(file: Uint8Array, [place, bytes]: readonly [number, readonly number[]]): Uint8Array {
  const at = 1 + (place % file.length);
  return Buffer.concat([file.subarray(0, at), Uint8Array.from(bytes), file.subarray(at)]);
}

interface Pool {
  readonly right: readonly string[];
  readonly all: readonly string[];
}

function pool(accepts: (text: string) => boolean, values: readonly string[]): Pool {
  const all = [...new Set([...values, ...STRAY])];
  return { right: all.filter(accepts), all };
}

/** Which column of the template stands where; numbers beyond its columns are strange ones. */
function columnsOf(count: number, { order, left, extra }: FileChoices): number[] {
  const columns = Array.from({ length: count + extra }, (_, at) => at);
  if (left < count && count > 1) columns.splice(left, 1);
  for (let turn = 0; turn < order; turn++) columns.push(...columns.splice(turn % columns.length, 1 + (turn % 3)));
  return columns;
}

function written(values: Pool | undefined, value: number, how: number): Buffer {
  const all = values?.all ?? STRAY;
  const from = values && values.right.length > 0 && value % 4 !== 0 ? values.right : all;
  const text = from[Math.floor(value / 4) % from.length]!;
  if (how === 5) return Buffer.from(write(text, how), 'latin1');
  return Buffer.from(write(text, how));
}

/** A value as it may be written: in quotation marks where it must be, sometimes where it need not, or badly. */
function write(text: string, how: number): string {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  if (how === 0) return text;
  if (how === 1) return `"${text}`;
  if (how === 2) return `${quoted}x`;
  if (how === 3) return `"${text}"`;
  if (how === 4) return `${text}"`;
  return how < 16 || /[",\r\n]/.test(text) ? quoted : text;
}

function shaped(row: readonly Buffer[], shape: number): Buffer {
  const values = shape === 56 ? row.slice(0, -1) : shape === 57 ? [...row, Buffer.from('more')] : row;
  if (shape === 58) return Buffer.alloc(0);
  if (shape === 59) return Buffer.from(','.repeat(row.length - 1));
  if (shape === 60) return Buffer.from(',');
  return Buffer.concat(values.flatMap((value, at) => (at === 0 ? [value] : [Buffer.from(','), value])));
}
