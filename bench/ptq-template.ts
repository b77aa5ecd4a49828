import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Template } from '../packages/validate/src/index.ts';

const PATH = join(import.meta.dirname, '../collections/templates/ptq-assessment-outcomes/2023-08.yaml');

/** Where each column of the PTQ assessment outcomes stands, counted from 0. */
export const COLUMN = {
  ReportingDate: 0,
  AcademicYear: 1,
  AwardingOrganisation: 2,
  AssessmentCode: 3,
  MaxMarkAndBoundaryID: 4,
  UniqueLearnerNumber: 5,
  UniqueCandidateIdentifier: 6,
  CandidateIdentifierOther: 7,
  AssessmentDate: 8,
  AssessmentRawMark: 9,
  AssessmentScaledScore: 10,
  AssessmentGrade: 11,
} as const;

export type ColumnName = keyof typeof COLUMN;

/** The template of the PTQ assessment outcomes, as it stands in `collections/`. */
export function ptqTemplate(): Template {
  return load(readFileSync(PATH, 'utf8')) as Template;
}

/** The grades it accepts, in the published order. */
export function ptqGrades(): readonly string[] {
  return ptqTemplate().fields[COLUMN.AssessmentGrade]?.constraints?.enum ?? [];
}
