import { describe, expect, test } from 'vitest';
import { compileTemplate, type Template } from '../../src/index.ts';
import { headerOf, loadTemplate, PTQ } from '../run.ts';
import { type Fixed, fixed } from './mended.ts';

const HEADER = headerOf(PTQ);
const ROW = ['2023-10-31', '2022-2023', 'NSA', 'U01', '-2', '9900000179', '-2', '-2', '2023-06-14', '47', '-2', 'M'];
const row = (changes: Readonly<Record<number, string>> = {}) => ROW.map((value, at) => changes[at] ?? value).join();
const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');
const kinds = ({ repairs }: Fixed) => repairs.map(({ kind, cell, before, after }) => [kind, cell, before, after]);
const whys = ({ leftAlone }: Fixed) => leftAlone.map(({ kind, cell, why }) => [kind, cell, why]);
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A template with one column of dates, accepted as it says. */
function dates(constraints: object, more: object = {}) {
  const field = {
    name: 'Day',
    type: 'date',
    description: '',
    example: '',
    accepts: '',
    mend: '',
    constraints,
    ...more,
  };
  const other = { name: 'Other', type: 'string', description: '', example: '', accepts: '', mend: '' };
  return compileTemplate({ ...loadTemplate('fsq-outcomes-c/2022-03'), fields: [field, other], rules: [] } as Template);
}

describe('dates', () => {
  const all = (...days: string[]) =>
    fixed(`Day,Other\n${days.map((day) => `${day},x\n`).join('')}`, dates({ required: true }));
  const days = ({ text }: Fixed) =>
    text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/,x$/, ''));

  test.each([
    ['31/10/2023', '2023-10-31'],
    ['10/31/2023', '2023-10-31'],
    ['31.10.2023', '2023-10-31'],
    ['31-10-2023 00:00:00', '2023-10-31'],
    ['5/5/2023', '2023-05-05'],
    ['2023/10/31', '2023-10-31'],
    ['2023-1-9', '2023-01-09'],
    ['2023-10-31 00:00', '2023-10-31'],
    ['31-Oct-2023', '2023-10-31'],
    ['1 September 2023', '2023-09-01'],
    [' 31/10/2023 ', '2023-10-31'],
  ])('%s can only be %s', async (day, iso) => {
    const result = await all(day);
    expect(days(result)).toEqual([iso]);
    expect(kinds(result)).toEqual([['date', 'A2', day, iso]]);
  });

  test.each([
    ['05/06/2023', 'It may be 2023-06-05 or 2023-05-06, and no other date of the column tells which.'],
    ['31/10/23', 'Its year has two digits.'],
    ['31-Oct-23', 'Its year has two digits.'],
    ['45230', 'It is a number of days.'],
    ['31/10/2023 14:30', 'It holds a time of day, which would be lost.'],
    ['31/02/2023', 'There is no such date in the calendar.'],
  ])('%s is left alone: %s', async (day, why) => {
    const result = await all(day);
    expect(days(result)).toEqual([day]);
    expect(result.repairs).toEqual([]);
    expect(result.leftAlone[0]?.why).toContain(why);
  });

  test.each(['soon', 'Oct-23', '2023-02-30', '', '20231031'])('%j is no date that was turned', async (day) => {
    const result = await all(day);
    expect([result.repairs, result.leftAlone]).toEqual([[], []]);
  });

  test('one date that can only be day first tells the others of its column', async () => {
    const result = await all('05/06/2023', '31/10/2023', '1/2/2023');
    expect(days(result)).toEqual(['2023-06-05', '2023-10-31', '2023-02-01']);
  });

  test('and month first', async () => {
    expect(days(await all('05/06/2023', '10/31/2023'))).toEqual(['2023-05-06', '2023-10-31']);
  });

  test('where the column has both, only those that can be read in one way are repaired', async () => {
    const result = await all('05/06/2023', '31/10/2023', '10/31/2023');
    expect(days(result)).toEqual(['05/06/2023', '2023-10-31', '2023-10-31']);
    expect(result.leftAlone[0]?.why).toContain('the day first and others with the month first');
  });

  test('a date with another separator proves nothing', async () => {
    expect(days(await all('05/06/2023', '31.10.2023'))).toEqual(['05/06/2023', '2023-10-31']);
  });

  test('another column proves nothing', async () => {
    const result = await fixed(file(row({ 0: '31/10/2023', 8: '05/06/2023' })));
    expect(kinds(result)).toEqual([['date', 'A2', '31/10/2023', '2023-10-31']]);
  });

  test('a date that the column would not accept is left alone, and proves nothing', async () => {
    const result = await fixed(file(row({ 0: '31/10/1999' }), row({ 0: '05/06/2023' })));
    expect(result.repairs).toEqual([]);
    expect(whys(result)[0]).toEqual(['date', 'A2', 'The column does not accept 1999-10-31.']);
  });

  test('the order that is proven is not given up where the date would be out of range', async () => {
    const template = dates({ required: true, maximum: '2023-06-30' });
    const result = await fixed('Day,Other\n31/01/2023,x\n05/12/2023,x\n', template);
    expect(kinds(result)).toEqual([['date', 'A2', '31/01/2023', '2023-01-31']]);
    expect(result.leftAlone[0]?.why).toBe('The column does not accept 2023-12-05.');
  });

  test('what the template accepts is not touched', async () => {
    const template = dates({ required: true }, { dateFormats: ['%Y-%m-%d', '%d/%m/%Y'] });
    const result = await fixed('Day,Other\n31/10/2023,x\n05/06/2023,x\n5/6/2023,x\n', template);
    expect(result.repairs).toEqual([]);
    expect(whys(result)).toHaveLength(1);
  });
});

describe('values', () => {
  test('blanks go where the value is right without them; quotation marks stay', async () => {
    const result = await fixed(file(row({ 9: ' 47', 10: '" -2 "', 11: 'M\u00a0' })));
    expect(result.text).toBe(file(row({ 10: '"-2"' })));
    expect(kinds(result).map(([kind, cell]) => [kind, cell])).toEqual([
      ['blanks', 'J2'],
      ['blanks', 'K2'],
      ['blanks', 'L2'],
    ]);
  });

  test('blanks that the column accepts stay', async () => {
    const content = file(row({ 3: ' U01 ' }));
    expect((await fixed(content)).text).toBe(content);
  });

  test('what is wrong without blanks too stays as it is', async () => {
    const content = file(row({ 9: ' 4x ' }), row({ 11: ' Zz ' }));
    expect((await fixed(content)).text).toBe(content);
  });

  test('doubled quotation marks stay doubled', async () => {
    const content = file(row({ 2: '"a ""b"" c"', 9: ' 47' }));
    expect((await fixed(content)).text).toBe(file(row({ 2: '"a ""b"" c"' })));
  });

  test('values outside the rules of CSV are left alone, and listed', async () => {
    const content = file(row({ 9: ' "47"' }), row({ 9: '"47" ' }));
    const result = await fixed(content);
    expect(result.text).toBe(content);
    expect(result.repairs).toEqual([]);
  });
});

describe('the header', () => {
  test('names are spelt as the template does', async () => {
    const result = await fixed(file(row()).replace('ReportingDate,AcademicYear', '"reporting date",AcademicYaer'));
    expect(result.text).toBe(file(row()).replace('ReportingDate,', '"ReportingDate",'));
    expect(kinds(result)).toEqual([
      ['header', 'A1', 'reporting date', 'ReportingDate'],
      ['header', 'B1', 'AcademicYaer', 'AcademicYear'],
    ]);
  });

  test('the order of columns and columns of one’s own stay', async () => {
    const content = file(row()).replace('ReportingDate,AcademicYear', 'AcademicYear,ReportingDate');
    expect((await fixed(content)).text).toBe(content);
  });

  test.each([
    ['another template', 'a,b,c\n1,2,3\n', 'file.wrong-template'],
    ['semicolons', HEADER.replaceAll(',', ';'), 'file.delimiter'],
    ['nothing', '', 'file.empty'],
    ['a workbook', 'PK\u0003\u0004', 'file.not-csv'],
    ['a row without end', `${HEADER}\n${'x'.repeat(1_100_000)}`, 'file.row-too-long'],
  ])('%s: refused, nothing repaired', async (_what, content, code) => {
    const result = await fixed(content);
    expect(result.plan).toMatchObject({ refusal: { code } });
  });
});

describe('the whole file', () => {
  test('a byte order mark goes', async () => {
    const result = await fixed(`\ufeff${file(row())}`);
    expect(result.text).toBe(file(row()));
    expect(result.repairs.map(({ kind }) => kind)).toEqual(['byte-order-mark']);
  });

  test.each([
    ['utf16le', '\ufeff'],
    ['utf16le', ''],
    ['utf16be', '\ufeff'],
  ])('%s with %j becomes UTF-8', async (encoding, mark) => {
    const bytes = Buffer.from(mark + file(row({ 2: 'Société 💡' })), 'utf16le');
    const result = await fixed(encoding === 'utf16be' ? bytes.swap16() : bytes, PTQ, 7);
    expect(result.text).toBe(file(row({ 2: 'Société 💡' })));
    expect(kinds(result)).toEqual([['encoding', '', 'UTF-16', 'UTF-8']]);
  });

  test('half a character of UTF-16: refused', async () => {
    const bytes = Buffer.from(`\ufeff${file(row())}`, 'utf16le').subarray(0, -1);
    expect((await fixed(bytes)).plan).toMatchObject({ refusal: { code: 'file.utf-16' } });
  });

  test('Windows-1252 becomes UTF-8, value by value', async () => {
    const result = await fixed(latin(file(row({ 2: '"Soci\xe9t\xe9 \x93N\x94"', 3: 'Caf\xc3\xa9' }))));
    expect(result.text).toBe(file(row({ 2: '"Société “N”"', 3: 'Café' })));
    expect(kinds(result)).toEqual([['encoding', 'C2', 'Société “N”', 'Société “N”']]);
  });

  test('a value half in UTF-8, or with a byte that is no letter, is left alone', async () => {
    const content = latin(file(row({ 2: 'Caf\xc3\xa9 Soci\xe9t\xe9' }), row({ 2: 'a\x81' })));
    const result = await fixed(content);
    expect(result.bytes.equals(content)).toBe(true);
    expect(whys(result).map(([kind, cell]) => [kind, cell])).toEqual([
      ['encoding', 'C2'],
      ['encoding', 'C3'],
    ]);
  });

  test('line ends become those that most rows have; those inside values stay', async () => {
    const line = row({ 2: '"a\r\nb"' });
    const result = await fixed(`${HEADER}\n${line}\n${row()}\r\n${row({ 3: 'U02' })}\r${row({ 3: 'U03' })}`);
    expect(result.text).toBe(`${HEADER}\n${line}\n${row()}\n${row({ 3: 'U02' })}\n${row({ 3: 'U03' })}`);
    expect(kinds(result)).toEqual([['line-ends', '', 'CR LF after 1 row, LF after 2 rows, CR after 1 row', 'LF']]);
  });

  test('a lone CR is never what all rows are given, and is no line end to leave', async () => {
    const alone = await fixed(`${HEADER}\r${row()}\r`);
    expect(kinds(alone)).toEqual([['line-ends', '', 'CR after 2 rows', 'LF']]);
    const most = await fixed(`${HEADER}\r\n${row()}\r${row({ 3: 'U02' })}\r`);
    expect(kinds(most)).toEqual([['line-ends', '', 'CR LF after 1 row, CR after 2 rows', 'CR LF']]);
  });

  test('blank lines at the end go, those between rows stay', async () => {
    const result = await fixed(`${file(row())}\n${row()}\n\r\n\n\n`);
    expect(result.text).toBe(`${file(row())}\n${row()}\n`);
    expect(result.repairs.map(({ kind, row: at, before }) => [kind, at, before])).toEqual([['blank-lines', 5, '3']]);
  });

  test('empty columns after the last one go', async () => {
    const result = await fixed(`${HEADER},, \n${row()},,\n${row({ 11: '"M"' })}, ,""\n${','.repeat(13)}\n`);
    expect(result.text).toBe(`${HEADER}\n${row()}\n${row({ 11: '"M"' })}\n${','.repeat(11)}\n`);
    expect(result.repairs.map(({ kind, before }) => [kind, before])).toEqual([['empty-columns', '2']]);
    expect(whys(result)[0]?.[0]).toBe('only-commas');
  });

  test.each([
    ['a value', `${row()},x`, 'Row 2 has a value there.'],
    ['too few values', row(), 'Row 2 has another number of values than the header.'],
  ])('unless one holds %s', async (_what, line, why) => {
    const content = `${HEADER},\n${line}\n`;
    const result = await fixed(content);
    expect(result.text).toBe(content);
    expect(result.leftAlone).toMatchObject([{ kind: 'empty-columns', why }]);
  });

  test('from a quotation mark that is never closed on nothing is touched', async () => {
    const open = `${HEADER}\n${row({ 9: ' 47' })}\r\n${row({ 3: '"U01' })}\n${row({ 9: ' 47' })}\n\n\n`;
    const result = await fixed(open);
    expect(result.text).toBe(open.replace(' 47', '47'));
    expect(result.leftAlone).toMatchObject([
      { kind: 'never-closed', row: 3 },
      { kind: 'line-ends', why: 'A quotation mark is opened in row 3 and never closed.' },
    ]);
  });
});
