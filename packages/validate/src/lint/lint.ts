import { checkHeaders } from './checks/headers.ts';
import { checkKeys } from './checks/keys.ts';
import { checkLimits } from './checks/limits.ts';
import { checkLists } from './checks/lists.ts';
import { checkDescriptions, checkPositions } from './checks/positions.ts';
import { checkPrinted } from './checks/printed.ts';
import { checkRules } from './checks/rules.ts';
import { checkRunText } from './checks/run-text.ts';
import { checkRunValues } from './checks/run-values.ts';
import { type LintReport, Remarks } from './remark.ts';
import { checkShape } from './shape/template.ts';
import { soundTemplate } from './sound.ts';
import { type FieldView, type TemplateView, viewOf } from './view.ts';

type TemplateCheck = (template: TemplateView, remarks: Remarks) => void;
type FieldCheck = (field: FieldView, template: TemplateView, remarks: Remarks) => void;

const TEMPLATE_CHECKS: readonly TemplateCheck[] = [checkHeaders, checkPositions, checkDescriptions, checkKeys];
const FIELD_CHECKS: readonly FieldCheck[] = [checkPrinted, checkRunText, checkRunValues, checkLists, checkLimits];

/**
 * Says what is wrong with a template, parsed from YAML or JSON: its shape, then its names, its columns, its rules. With
 * an error it is not to be published. Never throws for what is in the template; what no pattern engine, and no
 * reading of prose, can be sure of is settled by a person's words in `reading`.
 */
export function lint(template: unknown): LintReport {
  const remarks = new Remarks();
  checkShape(template, remarks);
  const view = viewOf(soundTemplate(template));
  for (const check of TEMPLATE_CHECKS) check(view, remarks);
  for (const field of view.views) for (const check of FIELD_CHECKS) check(field, view, remarks);
  checkRules(view, remarks);
  return remarks.report();
}
