/** The template linter: what is wrong with a template, with its place and remedy, before anyone has to live with it. */

export { LINT_CODES, type LintCode, type LintEntry } from './catalogue.ts';
export { lint } from './lint.ts';
export type { LintRemark, LintReport } from './remark.ts';
