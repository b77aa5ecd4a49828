/** What a code of the linter means. */
export interface LintEntry {
  readonly severity: 'error' | 'warning';
  /** What is seen, in one sentence. */
  readonly sees: string;
  /** How to mend it, where the place itself does not suggest something better. */
  readonly remedy: string;
  /** Class of defect in published formats. */
  readonly class?: number;
}

/** What is said of published text, which nobody may change. */
export const READING = 'Keep the published text as it is, and say in reading how it is read.';
