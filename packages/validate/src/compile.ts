import { type CompiledFields, compileFields } from './compile-fields.ts';
import { TemplateError } from './fields/field.ts';
import { compileExpression, type Expression } from './rules/cel.ts';
import { type CompiledReferenceRule, compileReference } from './rules/reference-compile.ts';
import type { ConstantRule, RowRule, Template, UniqueRule } from './template.ts';

export interface CompiledRowRule {
  readonly rule: RowRule;
  readonly expression: Expression;
  readonly columns: readonly number[];
}

/** A template made ready; make it once and check any number of files with it. */
export interface CompiledTemplate extends CompiledFields {
  readonly rowRules: readonly CompiledRowRule[];
  readonly uniqueRules: readonly { readonly rule: UniqueRule; readonly columns: readonly number[] }[];
  readonly constantRules: readonly { readonly rule: ConstantRule; readonly column: number }[];
  readonly referenceRules: readonly CompiledReferenceRule[];
}

/**
 * Makes a template ready. Throws TemplateError or ExpressionError where a pattern does not compile or a
 * rule names a column that is not there, so that a faulty template is never run.
 */
export function compileTemplate(template: Template): CompiledTemplate {
  const names = template.fields.map((field) => field.name);
  const place = (column: string, code: string): number => {
    const at = names.indexOf(column);
    if (at < 0) throw new TemplateError(`The rule ${code} names a column that is not there: ${column}`);
    return at;
  };
  const rules = template.rules ?? [];
  const compiled = compileFields(template);
  return {
    ...compiled,
    rowRules: rules
      .filter((rule) => rule.kind === 'row')
      .map((rule) =>
        rowRule(
          rule,
          names,
          rule.columns.map((column) => place(column, rule.code)),
        ),
      ),
    uniqueRules: rules
      .filter((rule) => rule.kind === 'unique')
      .map((rule) => ({ rule, columns: (rule.columns ?? names).map((column) => place(column, rule.code)) })),
    constantRules: rules
      .filter((rule) => rule.kind === 'constant')
      .map((rule) => ({ rule, column: place(rule.columns[0], rule.code) })),
    referenceRules: rules
      .filter((rule) => rule.kind === 'reference')
      .map((rule) =>
        compileReference(
          rule,
          template,
          compiled.fields,
          rule.columns.map((column) => place(column, rule.code)),
        ),
      ),
  };
}

/** An answer is kept while the rule's columns stay the same, so it may read no column that it does not list. */
function rowRule(rule: RowRule, names: readonly string[], columns: readonly number[]): CompiledRowRule {
  const expression = compileExpression(rule.expression, names);
  const unlisted = expression.columns.find((column) => !columns.includes(column));
  if (unlisted !== undefined) {
    throw new TemplateError(`The rule ${rule.code} reads a column that it does not list: ${names[unlisted]}`);
  }
  return { rule, expression, columns };
}
