import { type CompiledTemplate, compileTemplate } from '../../src/index.ts';
import type { ReferenceRule, Template, TemplateField } from '../../src/template.ts';

export function field(name: string, more: Partial<TemplateField> = {}): TemplateField {
  return { name, type: 'string', description: '', example: '', accepts: '', mend: '', ...more };
}

export function rule(columns: readonly string[], resource: string, more: Partial<ReferenceRule> = {}): ReferenceRule {
  return {
    kind: 'reference',
    code: 'UNKNOWN',
    severity: 'error',
    message: 'It is not known.',
    help: 'Correct it.',
    columns,
    reference: { resource },
    ...more,
  };
}

/** A template of columns A, B and C, free texts, with the rules given. */
export function templateOf(rules: Template['rules'], more: Partial<Template> = {}): Template {
  const wanted = { constraints: { required: true } };
  return {
    name: 'made-up',
    title: 'Made up',
    edition: '2026-01',
    publisher: 'Northern Skills Awards',
    updated: '2026-01-15',
    description: 'One row is a test.',
    notApplicableValues: ['-2'],
    fields: [field('A', wanted), field('B', { notApplicable: '-2', missingValues: ['', '-2'] }), field('C', wanted)],
    rules: rules ?? [],
    ...more,
  };
}

export function compiledOf(...args: Parameters<typeof templateOf>): CompiledTemplate {
  return compileTemplate(templateOf(...args));
}

/** A text as it may stand in a CSV file. */
export function cell(text: string): string {
  return /["\r\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
