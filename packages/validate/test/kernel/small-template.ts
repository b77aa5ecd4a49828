import { type CompiledTemplate, compileTemplate } from '../../src/index.ts';
import type { Rule, TemplateField } from '../../src/template.ts';

type Parts = Partial<TemplateField> & Pick<TemplateField, 'name'>;

/** A template with only what a test needs to say of it. */
export function smallTemplate(
  fields: readonly Parts[],
  rules: readonly Rule[] = [],
  more: object = {},
): CompiledTemplate {
  return compileTemplate({
    ...{ name: 'small', title: 'Small', edition: '1', publisher: 'Nobody', updated: '2024-01-01', description: '' },
    ...more,
    fields: fields.map((field) => ({ type: 'string', description: '', example: '', accepts: '', mend: '', ...field })),
    rules,
  });
}

const WORDS = { severity: 'error', message: '', help: '' } as const;

/** No two rows are equal in these columns; all of them where none are named. */
export function unique(code: string, columns?: readonly string[], besides: readonly string[] = []): Rule {
  return { ...WORDS, kind: 'unique', code, besides, ...(columns && { columns }) };
}

export function constant(code: string, column: string, besides: readonly string[] = []): Rule {
  return { ...WORDS, kind: 'constant', code, besides, columns: [column] };
}

export function rowRule(code: string, columns: readonly string[], expression: string): Rule {
  return { ...WORDS, kind: 'row', code, columns, expression };
}
