/** The checking engine: bytes → rows → rules → findings. Runs in Node, in a browser and in workers of either. */

export { columnLetters } from './cell.ts';
export { type CheckOptions, checkFile } from './check.ts';
export { type CompiledTemplate, compileTemplate } from './compile.ts';
export { type CompiledFields, compileFields } from './compile-fields.ts';
export { countFaults, type FaultCounts } from './count-faults.ts';
export { CATALOGUE, type Code } from './fields/catalogue.ts';
export { TemplateError } from './fields/field.ts';
export { isUci, isUln, isUpn } from './fields/identifiers.ts';
export type { Counts, Finding, RuleCount, Summary } from './finding.ts';
export type { KnownTemplate } from './header.ts';
export { LINT_CODES, type LintCode, type LintEntry, type LintRemark, type LintReport, lint } from './lint/index.ts';
export { type CheckContext, ExpressionError } from './rules/cel.ts';
export { UnusableReferenceError } from './rules/reference-file.ts';
export type { ReferenceList, References } from './rules/reference-load.ts';
export { type CheckRun, check } from './run.ts';
export { blobSource, bytesSource, type Source } from './source.ts';
export type {
  ConstantRule,
  ForeignKey,
  Published,
  ReferenceRule,
  RowRule,
  Rule,
  Severity,
  Template,
  TemplateField,
  UniqueRule,
} from './template.ts';
