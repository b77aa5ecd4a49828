import { describe, expect, test } from 'vitest';
import { loadTemplate, PTQ } from '../test/run.ts';
import { compileTemplate } from './compile.ts';
import { bindHeader } from './header.ts';

const NAMES = PTQ.template.fields.map((field) => field.name);
const bind = (names: readonly string[]) => bindHeader(names, PTQ);
const at = (name: string) => NAMES.indexOf(name);

test('the header as published', () => {
  expect(bind(NAMES)).toEqual({ fileColumns: Int32Array.from(NAMES.keys()), remarks: [], fatal: false });
});

describe('names written otherwise', () => {
  test.each(['academicyear', 'Academic Year', 'ACADEMIC_YEAR', ' AcademicYear ', 'Academic-Year.', 'ＡcademicYear'])(
    '%j',
    (name) => {
      const { fileColumns, remarks } = bind(NAMES.with(1, name));
      expect(remarks).toEqual([{ code: 'header.folded', column: 1, fileColumn: 1 }]);
      expect(fileColumns[1]).toBe(1);
    },
  );
});

describe('names with a slip', () => {
  test.each(['AcademicYaer', 'AcademicYea', 'AcademicYearss', 'AkademicJear', 'academic yeer'])('%j', (name) => {
    const { fileColumns, remarks } = bind(NAMES.with(1, name));
    expect(remarks).toEqual([{ code: 'header.misspelt', column: 1, fileColumn: 1 }]);
    expect(fileColumns[1]).toBe(1);
  });

  test('three letters are another name', () => {
    expect(bind(NAMES.with(1, 'AkademikJear')).remarks.map((remark) => remark.code)).toEqual([
      'header.missing',
      'header.extra',
    ]);
  });

  test('short names may have one slip, very short ones none', () => {
    const small = compileTemplate({ ...loadTemplate('specification-codes/2023-09'), rules: [] });
    const names = small.template.fields.map((field) => field.name);
    const codes = (name: string, into: string) =>
      bindHeader(names.with(names.indexOf(name), into), small).remarks.map((remark) => remark.code);
    expect(codes('Year', 'Yaer')).toEqual(['header.misspelt']);
    expect(codes('Year', 'Yae')).toEqual(['header.missing', 'header.extra']);
    expect(codes('QAN', 'QAM')).toEqual(['header.missing', 'header.extra']);
  });

  test('an exact name is never taken by another column’s slip', () => {
    const { remarks, fileColumns } = bind(['ReportingDates', ...NAMES]);
    expect(fileColumns[0]).toBe(1);
    expect(remarks).toEqual([{ code: 'header.extra', fileColumn: 0 }]);
  });
});

test('another order', () => {
  const { fileColumns, remarks } = bind(NAMES.toReversed());
  expect(remarks).toEqual([{ code: 'header.order' }]);
  expect([...fileColumns]).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
});

test('a missing column', () => {
  const { fileColumns, remarks, fatal } = bind(NAMES.toSpliced(2, 1));
  expect(remarks).toEqual([{ code: 'header.missing', column: 2 }]);
  expect(fileColumns[2]).toBe(-1);
  expect(fatal).toBe(false);
});

test('one column too many, one there twice, one without a name in the middle', () => {
  expect(bind([...NAMES, 'Extra']).remarks).toEqual([{ code: 'header.extra', fileColumn: 12 }]);
  expect(bind([...NAMES, 'Academic Year']).remarks).toEqual([{ code: 'header.doubled', column: 1, fileColumn: 12 }]);
  expect(bind(NAMES.toSpliced(3, 0, '')).remarks).toEqual([{ code: 'header.extra', fileColumn: 3 }]);
});

test('empty columns at the end are one remark', () => {
  expect(bind([...NAMES, '', ' ', '']).remarks).toEqual([{ code: 'header.blank', fileColumn: 12 }]);
});

describe('not this template', () => {
  const known = [
    {
      title: 'Functional skills',
      edition: '2022-03',
      columns: ['Reporting Date', 'MaxMark', 'PassThreshold', 'AssessmentID'],
    },
  ];
  test.each([
    ['semicolons', [NAMES.join(';')], 'file.delimiter', 'They are separated by semicolons.'],
    [
      'a comma among the semicolons',
      [`${NAMES.join(';')};a`, 'b'],
      'file.delimiter',
      'They are separated by semicolons.',
    ],
    ['tabs', [NAMES.join('\t')], 'file.delimiter', 'They are separated by tabs.'],
    ['bars', [NAMES.join('|')], 'file.delimiter', 'They are separated by vertical bars.'],
    ['data', PTQ.template.fields.map((field) => field.example), 'file.no-header', undefined],
    [
      'another template',
      ['ReportingDate', 'MaxMark', 'PassThreshold'],
      'file.wrong-template',
      'These are the columns of “Functional skills” (2022-03).',
    ],
    ['who knows what', ['a', 'b'], 'file.wrong-template', undefined],
    ['nothing', [''], 'file.wrong-template', undefined],
  ])('%s', (_what, names, code, detail) => {
    const { remarks, fatal } = bindHeader(names, PTQ, known);
    expect(fatal).toBe(true);
    expect(remarks).toEqual([detail === undefined ? { code } : { code, detail }]);
  });

  test('half of the columns are enough to go on', () => {
    expect(bind(NAMES.slice(0, 6)).fatal).toBe(false);
    expect(bind(NAMES.slice(0, 5)).fatal).toBe(true);
  });

  test('rows of data with a wrong value or two are still no header', () => {
    const values = PTQ.template.fields.map((field) => field.example);
    expect(bind(values.with(0, '?').with(1, '?').with(at('AssessmentGrade'), '?')).remarks).toEqual([
      { code: 'file.no-header' },
    ]);
  });
});
