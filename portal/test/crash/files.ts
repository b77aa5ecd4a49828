const HEADER =
  'ReportingDate,AcademicYear,AwardingOrganisation,AssessmentCode,MaxMarkAndBoundaryID,UniqueLearnerNumber,UniqueCandidateIdentifier,CandidateIdentifierOther,AssessmentDate,AssessmentRawMark,AssessmentScaledScore,AssessmentGrade';

export interface Owed {
  readonly id: number;
  readonly period: string;
  /** `yyyy-mm-dd`. */
  readonly dueDate: string;
}

/** A file of PTQ outcomes for Northern: `errors` of its rows, evenly spread, have a date that is in no calendar. */
export function outcomes({ period, dueDate }: Owed, rows: number, errors: number, mark: string): Buffer {
  const lines = Array.from({ length: rows }, (_, at) => {
    const faulty = Math.floor(((at + 1) * errors) / rows) > Math.floor((at * errors) / rows);
    const day = faulty ? '2023-02-30' : '2023-06-14';
    return `${dueDate},${period},Northern Skills Awards,NSA-HSC-U01,June 2023,-2,-2,${mark}${at},${day},41,-2,A*`;
  });
  return Buffer.from(`${[HEADER, ...lines].join('\n')}\n`);
}
