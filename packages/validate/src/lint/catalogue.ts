import { type LintEntry, READING } from './codes/entry.ts';
import { FORMAT } from './codes/format.ts';
import { PUBLISHED } from './codes/published.ts';
import { RUN } from './codes/run.ts';
import { SHAPE } from './codes/shape.ts';
import { WHOLE } from './codes/whole.ts';
import { DEFECT_KINDS, DEFECTS, type DefectKind } from './defects.ts';

export type { LintEntry };

type LaneCode = `published.${DefectKind}` | `pattern.${DefectKind}`;
/** Faults in a pattern's text: a warning where it is only shown, an error where it is run. */
const LANES = Object.fromEntries(
  DEFECT_KINDS.flatMap((kind): [LaneCode, LintEntry][] => {
    const { class: defect, sees, remedy } = DEFECTS[kind];
    return [
      [
        `published.${kind}`,
        { severity: 'warning', class: defect, sees: `The published pattern has ${sees}.`, remedy: READING },
      ],
      [`pattern.${kind}`, { severity: 'error', class: defect, sees: `The pattern that is run has ${sees}.`, remedy }],
    ];
  }),
) as Record<LaneCode, LintEntry>;

type OwnCode =
  | keyof typeof SHAPE
  | keyof typeof PUBLISHED
  | keyof typeof RUN
  | keyof typeof WHOLE
  | keyof typeof FORMAT;
export type LintCode = OwnCode | LaneCode;

/** Every code the linter can say, in groups: shape, published text, what is run, the whole template. */
export const LINT_CODES: Readonly<Record<LintCode, LintEntry>> = {
  ...SHAPE,
  ...PUBLISHED,
  ...RUN,
  ...WHOLE,
  ...LANES,
  ...FORMAT,
};
