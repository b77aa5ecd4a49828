import { compileField, type Field } from './fields/field.ts';
import type { Template } from './template.ts';

/** The columns of a template made ready, without its rules. */
export interface CompiledFields {
  readonly template: Template;
  readonly fields: readonly Field[];
  /** Values that stand for "not applicable" in some field. */
  readonly sentinels: ReadonlySet<string>;
}

/**
 * Makes the columns of a template ready, for those who ask for no rule: the library that reads rules is not needed then.
 * Throws TemplateError where a pattern does not compile.
 */
export function compileFields(template: Template): CompiledFields {
  const sentinels = new Set([
    ...(template.notApplicableValues ?? []),
    ...template.fields.flatMap((field) => field.notApplicable ?? []),
  ]);
  const fields = template.fields.map((field) => compileField(field, template.missingValues ?? [''], sentinels));
  return { template, fields, sentinels };
}
