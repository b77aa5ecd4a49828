import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';

/** How what a return says of itself is asked; client/check/compared.ts reads the fields by their kind. */
const FIELDS: Readonly<Record<string, { label: string; hint: string; kind: 'date' | 'list' | 'text' }>> = {
  dueDate: { label: 'Due date of the return', hint: 'Year-month-day, such as 2026-10-31', kind: 'date' },
  organisationNames: {
    label: 'Names of your organisation',
    hint: 'As they may stand in the file, such as the full name and the acronym; each on a line of its own',
    kind: 'list',
  },
  period: { label: 'Period of the return', hint: 'As the return has it, such as 2022-2023', kind: 'text' },
};

/** One thing that rules compare a file with. What has no words of its own goes by its name. */
export function ComparedField({ name }: { name: string }): VNode {
  const { label, hint, kind } = FIELDS[name] ?? { label: name, hint: 'As the return has it', kind: 'text' };
  const field = { id: `compared-${name}`, name, label: { text: label }, hint: { text: hint } };
  const attributes = { 'data-compared': kind, autocomplete: 'off' };
  if (kind === 'list') return govuk('textarea', { ...field, rows: '2', attributes, spellcheck: false });
  return govuk('input', {
    ...field,
    attributes,
    spellcheck: false,
    classes: kind === 'date' ? 'govuk-input--width-10' : 'govuk-input--width-20',
  });
}
