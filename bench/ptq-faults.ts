import { cellValue } from './csv-cell.ts';
import { withWrongDigit, withWrongLetter } from './ptq-learners.ts';
import { COLUMN, type ColumnName } from './ptq-template.ts';

/** What a fault is made from. The cells are as they stand in the file, in quotation marks or not. */
export interface Spot {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: readonly string[];
  /** An earlier row without fault that no fault has copied yet. */
  readonly earlier: readonly string[] | undefined;
  /** A value as a cell of a column. */
  readonly cell: (column: ColumnName, value: string) => string;
}

/** One way to break a row, and the one finding that the engine must make of it. */
export interface FaultKind {
  readonly rule: string;
  /** Column of the finding; empty where it is about the row. */
  readonly column: ColumnName | '';
  /** The row broken; undefined where this row cannot be broken in this way. */
  readonly spoil: (spot: Spot) => readonly string[] | undefined;
}

/** Writes another value in one column, quoted as the others are. */
function value(rule: string, column: ColumnName, make: (spot: Spot, old: string) => string | undefined): FaultKind {
  const spoil = (spot: Spot): readonly string[] | undefined => {
    const made = make(spot, cellValue(spot.cells[COLUMN[column]]!));
    return made === undefined ? undefined : spot.cells.with(COLUMN[column], spot.cell(column, made));
  };
  return { rule, column, spoil };
}

/** Writes bytes that are no RFC 4180 in one column. */
function raw(rule: string, column: ColumnName, cell: string): FaultKind {
  return { rule, column, spoil: ({ cells }) => cells.with(COLUMN[column], cell) };
}

function row(rule: string, spoil: FaultKind['spoil']): FaultKind {
  return { rule, column: '', spoil };
}

/** Another row for the learner, assessment and date of an earlier one, which differs in its raw mark. */
function otherOutcome({ earlier, cell }: Spot): readonly string[] | undefined {
  const mark = COLUMN.AssessmentRawMark;
  return earlier?.with(mark, cell('AssessmentRawMark', cellValue(earlier[mark]!) === '7' ? '8' : '7'));
}

/** No identifier; the code differs in each such row, so that none repeats another. */
function withoutIdentifier({ row, cells, cell }: Spot): readonly string[] {
  const code = `${cellValue(cells[COLUMN.AssessmentCode]!)}-${row}`;
  return cells
    .with(COLUMN.AssessmentCode, cell('AssessmentCode', code))
    .with(COLUMN.UniqueLearnerNumber, cell('UniqueLearnerNumber', '-2'))
    .with(COLUMN.UniqueCandidateIdentifier, cell('UniqueCandidateIdentifier', '-2'))
    .with(COLUMN.CandidateIdentifierOther, cell('CandidateIdentifierOther', '-2'));
}

/**
 * Every way the generator breaks a row. Values put into the columns of a unique key carry the row's number, as two
 * rows broken alike must not also look like one learner's.
 */
export const FAULT_KINDS: readonly FaultKind[] = [
  value('value.required', 'ReportingDate', () => ''),
  value('value.required', 'AssessmentDate', () => '  '),
  value('value.required', 'AssessmentRawMark', () => ''),
  value('value.not-applicable', 'AcademicYear', () => '-2'),
  value('value.not-applicable', 'AssessmentDate', () => '-2'),
  value('value.nul', 'AssessmentCode', ({ row }) => `U\0${row}`),
  value('value.line-break', 'AssessmentCode', ({ row }, old) => `${old}\n${row}`),
  value('value.blanks', 'AssessmentDate', (_, old) => `${old} `),
  value('value.blanks', 'AssessmentScaledScore', () => ' 82'),
  value('value.spreadsheet-error', 'AssessmentScaledScore', () => '#DIV/0!'),
  value('value.spreadsheet-error', 'AssessmentGrade', () => '#N/A'),
  value('value.scientific', 'UniqueLearnerNumber', ({ row }) => `9.${row}E+09`),
  value('value.scientific-text', 'AssessmentCode', ({ row }) => `1.${row}E+08`),
  value('value.no-such-date', 'AssessmentDate', () => '2023-02-31'),
  value('value.date-range', 'ReportingDate', () => '2123-10-31'),
  value('value.turned-date', 'AssessmentDate', (_, old) => old.split('-').reverse().join('/')),
  value('value.date-number', 'AssessmentDate', () => '45091'),
  value('value.date', 'AssessmentDate', () => 'last summer'),
  value('value.became-date', 'AssessmentGrade', () => '01-Dec'),
  value('value.case', 'AssessmentGrade', () => 'fail'),
  value('value.list', 'AssessmentGrade', () => 'Distinction'),
  value('value.formatted-number', 'AssessmentScaledScore', () => '82%'),
  value('value.number', 'AssessmentRawMark', () => '47.5'),
  value('value.number', 'AssessmentScaledScore', () => '1000'),
  value('value.pattern', 'AcademicYear', () => '2022/23'),
  value('value.pattern', 'UniqueLearnerNumber', ({ row }) => `ULN${row}`),
  value('value.too-long', 'AssessmentCode', ({ row }) => `${row}`.padEnd(51, '-X')),
  value('value.too-long', 'CandidateIdentifierOther', ({ row }) => `candidate number ${String(row).padStart(9, '0')}`),
  raw('csv.text-after-quote', 'MaxMarkAndBoundaryID', '"June" 2023'),
  raw('csv.quote-in-value', 'MaxMarkAndBoundaryID', 'Disc of 5" or 6" width'),
  raw('csv.never-closed', 'AssessmentGrade', '"D*'),
  row('row.too-few', ({ cells }) => cells.slice(0, -1)),
  row('row.too-many', ({ cells }) => [...cells, '']),
  row('row.empty', ({ cells }) => cells.map(() => '')),
  { rule: 'PTQ-IDENTIFIER', column: 'CandidateIdentifierOther', spoil: withoutIdentifier },
  value('PTQ-REPORTING-DATE', 'ReportingDate', (_, old) => (old.endsWith('-01') ? '2023-12-02' : '2023-12-01')),
  value('PTQ-SENDER', 'AwardingOrganisation', (_, old) => `${old} Ltd`),
  value('PTQ-CONSECUTIVE-YEARS', 'AcademicYear', (_, old) => `${old.slice(0, 5)}${Number(old.slice(5)) + 1}`),
  row('PTQ-DUPLICATE-ROW', ({ earlier }) => earlier),
  { rule: 'PTQ-SAME-LEARNER-ASSESSMENT-DATE', column: 'UniqueLearnerNumber', spoil: otherOutcome },
  value('PTQ-ULN-CHECK', 'UniqueLearnerNumber', (_, old) => (old === '-2' ? undefined : withWrongDigit(old))),
  value('PTQ-UCI-CHECK', 'UniqueCandidateIdentifier', (_, old) => (old === '-2' ? undefined : withWrongLetter(old))),
];
