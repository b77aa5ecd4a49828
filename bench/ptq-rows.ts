import { csvCell } from './csv-cell.ts';
import { type Assessment, assessments, daysOf, prefixOf } from './ptq-assessments.ts';
import { type Learner, Learners } from './ptq-learners.ts';
import type { GeneratorOptions } from './ptq-options.ts';
import { COLUMN, type ColumnName, ptqGrades } from './ptq-template.ts';
import { Random } from './random.ts';

/** Makes the cells of a value of one column, quoted as the options say. */
export function cellMaker({ quoted = 'never' }: GeneratorOptions): (column: ColumnName, value: string) => string {
  const texts: ReadonlySet<ColumnName> = new Set(['AwardingOrganisation', 'AssessmentCode', 'MaxMarkAndBoundaryID']);
  return (column, value) => csvCell(value, quoted === 'all' || (quoted === 'some' && texts.has(column)));
}

/** Yields rows without fault for ever, as cells: each learner with three to eight assessments of one sector. */
export function* soundRows(options: GeneratorOptions): Generator<readonly string[]> {
  const { seed, sender, academicYear, dueDate, quoted = 'never' } = options;
  const cell = cellMaker(options);
  const random = new Random(seed);
  const year = academicYear.slice(-2);
  const prefix = prefixOf(sender);
  const learners = new Learners(seed, year, prefix);
  const units = assessments(seed, prefix, year, quoted)
    .map((unit) => (options.nonAscii ? { ...unit, boundary: `Été – ${unit.code}` } : unit))
    .map((unit) => unitCells(unit, cell));
  const days = daysOf(academicYear).map((day) => cell('AssessmentDate', day));
  const results = new Results(random, cell);
  const lead = [
    cell('ReportingDate', dueDate),
    cell('AcademicYear', academicYear),
    cell('AwardingOrganisation', sender),
  ] as const;
  for (let learner = 1; ; learner++) {
    const { uln, uci, other } = learners.next();
    const who = learnerCells({ uln, uci, other: options.nonAscii ? `Siân-${learner}` : other }, cell);
    const first = random.below(units.length);
    const count = 3 + random.below(6);
    for (let nth = 0; nth < count; nth++) {
      const unit = units[(first + nth) % units.length]!;
      yield [...lead, unit.code, unit.boundary, ...who, random.pick(days), ...results.next(unit.maxMark)];
    }
  }
}

function unitCells(unit: Assessment, cell: ReturnType<typeof cellMaker>): Assessment {
  return {
    code: cell('AssessmentCode', unit.code),
    boundary: cell('MaxMarkAndBoundaryID', unit.boundary),
    maxMark: unit.maxMark,
  };
}

function learnerCells({ uln, uci, other }: Learner, cell: ReturnType<typeof cellMaker>): readonly string[] {
  return [
    cell('UniqueLearnerNumber', uln),
    cell('UniqueCandidateIdentifier', uci),
    cell('CandidateIdentifierOther', other),
  ];
}

/** Marks, scores and grades; at least one of the three is there. */
class Results {
  readonly #random: Random;
  readonly #numbers: readonly string[];
  readonly #grades: readonly string[];
  readonly #none: string;

  constructor(random: Random, cell: ReturnType<typeof cellMaker>) {
    this.#random = random;
    this.#numbers = Array.from({ length: 1000 }, (_, mark) => cell('AssessmentRawMark', String(mark)));
    this.#grades = ptqGrades().map((grade) => cell('AssessmentGrade', grade));
    this.#none = cell('AssessmentGrade', '-2');
  }

  next(maxMark: number): readonly [mark: string, score: string, grade: string] {
    const kind = this.#random.below(10);
    const mark = this.#numbers[this.#random.below(maxMark + 1)]!;
    const score = kind % 3 === 0 ? this.#numbers[this.#random.below(101)]! : this.#none;
    return [kind < 8 ? mark : this.#none, score, kind === 3 ? this.#none : this.#random.pick(this.#grades)];
  }
}

/** The header as a row of cells, quoted only where everything is. */
export function headerCells({ quoted = 'never' }: GeneratorOptions): readonly string[] {
  return Object.keys(COLUMN).map((name) => csvCell(name, quoted === 'all'));
}
