import type { Code } from '../fields/catalogue.ts';
import { diagnose } from '../fields/diagnose.ts';
import type { Field } from '../fields/field.ts';
import type { ValueCode } from './expected.ts';
import { cell, type FaultKind, lineOf, type Workshop } from './fault.ts';
import type { Random } from './random.ts';
import { isUnreadable } from './row-maker.ts';

/** Makes a wrong value from a right one; what it makes is used only where the field refuses it with the code. */
interface ValueFault {
  readonly name: string;
  readonly code: Code;
  spoil(value: string, field: Field, random: Random): string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;

const VALUE_FAULTS: readonly ValueFault[] = [
  { name: 'no value', code: 'value.required', spoil: () => '' },
  {
    name: '-2 where it is not allowed',
    code: 'value.not-applicable',
    spoil: (value, { template }) => (template.notApplicable === undefined ? '-2' : value),
  },
  {
    name: 'blanks around the value',
    code: 'value.blanks',
    spoil: (value, _field, random) => random.pick([` ${value}`, `${value} `, `  ${value} `, `${value}\u00a0`]),
  },
  {
    name: 'capital and small letters',
    code: 'value.case',
    spoil: (value, _field, random) => (random.chance(0.5) ? value.toLowerCase() : value.toUpperCase()),
  },
  {
    name: 'date turned round',
    code: 'value.turned-date',
    spoil: (value, _field, random) =>
      value.replace(ISO, (_, y, m, d) =>
        random.pick([`${d}/${m}/${y}`, `${Number(d)}/${Number(m)}/${y}`, `${d}-${MONTHS[Number(m) - 1]}-${y}`]),
      ),
  },
  { name: 'date as a number', code: 'value.date-number', spoil: (value) => dayNumber(value) },
  { name: 'no such date', code: 'value.no-such-date', spoil: (value) => value.replace(ISO, '$1-02-30') },
  {
    name: 'date out of range',
    code: 'value.date-range',
    spoil: (value, _field, random) => value.replace(ISO, `${random.pick(['1899', '2199'])}-$2-$3`),
  },
  { name: 'not a date', code: 'value.date', spoil: (_value, _field, random) => random.pick(['soon', 'TBC', '20231']) },
  {
    name: 'number in short form',
    code: 'value.scientific',
    spoil: (value) => scientific(/^\d{5,}$/.test(value) ? value : '123456789'),
  },
  {
    name: 'code in short form',
    code: 'value.scientific-text',
    spoil: (_value, _field, random) => scientific(String(random.between(1e8, 9e9))),
  },
  {
    name: 'zeros lost',
    code: 'value.lost-zeros',
    spoil: (value, _field, random) =>
      /^\d+$/.test(value) ? value.slice(random.between(1, 2)).replace(/^0+/, '') : value,
  },
  {
    name: 'number with formatting',
    code: 'value.formatted-number',
    spoil: (value, _field, random) => random.pick([`£${value}`, `${value}%`, '1,234']),
  },
  {
    name: 'turned into a date',
    code: 'value.became-date',
    spoil: (_value, _field, random) => `${random.between(1, 28)}-${random.pick(MONTHS)}`,
  },
  {
    name: 'error of a spreadsheet',
    code: 'value.spreadsheet-error',
    spoil: (_value, _field, random) => random.pick(['#N/A', '#REF!', '#VALUE!']),
  },
  { name: 'line break in the value', code: 'value.line-break', spoil: (value) => `${value}\nx` },
  { name: 'too long', code: 'value.too-long', spoil: (value, field) => tooLong(value || 'x', field) },
  { name: 'wrong pattern', code: 'value.pattern', spoil: wrong },
  { name: 'not in the list', code: 'value.list', spoil: wrong },
  { name: 'not such a number', code: 'value.number', spoil: wrong },
];

function wrong(value: string, _field: Field, random: Random): string {
  const at = random.between(0, Math.max(0, value.length - 1));
  return random.pick([
    `${value}x`,
    `${value.slice(0, at)}?${value.slice(at + 1)}`,
    `${value.slice(0, at)}${value.slice(at + 1)}`,
    'Zz9',
    `-${value}`,
  ]);
}

/** The number of days that a spreadsheet keeps for a date. */
function dayNumber(value: string): string {
  return ISO.test(value) ? String(Math.round(Date.parse(value) / 86_400_000) + 25_569) : value;
}

/** The short form in which a spreadsheet shows a long number. */
function scientific(digits: string): string {
  return Number(digits).toExponential(2).toUpperCase().replace('E+', 'E+0');
}

function tooLong(value: string, { template: { constraints = {}, lexical } }: Field): string {
  const pattern = constraints.pattern ?? lexical ?? '';
  const most = constraints.maxLength ?? Number(/^\.\{\d+,(\d+)\}$/.exec(pattern)?.[1] ?? 0);
  return most > 0 && most < 10_000 ? value.repeat(Math.ceil((most + 1) / value.length)) : value;
}

/** One kind of fault for each wrong value that a column can have. */
export const VALUE_FAULT_KINDS: readonly FaultKind[] = VALUE_FAULTS.map((fault) => ({
  name: fault.name,
  breakRow(row, workshop) {
    const { compiled, random, maker } = workshop;
    for (const column of random.shuffled(compiled.fields.map((_, at) => at))) {
      for (const from of [row[column]!, maker.otherValue(column)]) {
        const text = fault.spoil(from, compiled.fields[column]!, random);
        const found = told(compiled.fields[column]!, text, workshop);
        if (found !== fault.code) continue;
        return spoilt(row, column, text, { column, code: found, sound: found === 'value.scientific-text' }, workshop);
      }
    }
    return undefined;
  },
}));

/** What the engine says of a value; undefined where it says nothing. */
function told(field: Field, text: string, { compiled }: Workshop): Code | undefined {
  // Quotation marks and blanks at the front of a line would be read as something else.
  if (/^["\r\n,]|\0/.test(text)) return undefined;
  if (!field.accepts(text)) return diagnose(field, text, compiled.sentinels);
  const isText = field.template.type === 'string' && !field.template.constraints?.enum;
  return isText && /^\d+([.,]\d+)?E\+\d{1,3}$/i.test(text) ? 'value.scientific-text' : undefined;
}

function spoilt(
  row: readonly string[],
  column: number,
  text: string,
  code: ValueCode,
  { expectations }: Workshop,
): ReturnType<FaultKind['breakRow']> {
  const values = row.with(column, text);
  if (isUnreadable(values)) return undefined;
  return { values, line: lineOf(values), expected: expectations.of(values, [code]) };
}

/** Quotation marks where a reader of CSV does not expect them. */
export const QUOTE_FAULT_KINDS: readonly FaultKind[] = [
  {
    name: 'quotation mark never closed',
    breakRow(row, { random }) {
      const column = random.between(0, row.length - 1);
      const rest = row.slice(column);
      if (rest.some((text) => /["\r\n]/.test(text)) || !/^[A-Za-z0-9]/.test(rest[0]!)) return undefined;
      const before = row.slice(0, column).map((text) => `${cell(text)},`);
      return { line: `${before.join('')}"${rest.join(',')}`, expected: [{ column, rule: 'csv.never-closed' }] };
    },
  },
  {
    name: 'text after the quotation mark',
    breakRow(row, { random, expectations }) {
      const column = random.between(0, row.length - 1);
      const text = row[column]!;
      if (/["\r\n,]/.test(text) || text === '') return undefined;
      const values = row.with(column, `"${text}"x`);
      const code = { column, code: 'csv.text-after-quote', sound: false };
      const cells = row.map(cell).with(column, `"${text}"x`);
      return { values, line: cells.join(','), expected: expectations.of(values, [code]) };
    },
  },
  {
    name: 'quotation mark in the value',
    breakRow(row, { random, expectations, compiled }) {
      const column = random.between(0, row.length - 1);
      const text = `${row[column]!.slice(0, 3)}"${row[column]!.slice(3)}`;
      if (/["\r\n,]/.test(row[column]!) || row[column]!.length < 4) return undefined;
      if (!compiled.fields[column]!.accepts(text)) return undefined;
      const values = row.with(column, text);
      const code = { column, code: 'csv.quote-in-value', sound: true };
      const cells = row.map(cell).with(column, text);
      return { values, line: cells.join(','), expected: expectations.of(values, [code]) };
    },
  },
];
