import type { FindingsFilter, GroupCount } from '@garner/validate/findings-file';
import { element } from '../parts/dom.ts';

const KINDS = { error: 'Error', query: 'Query', notice: 'Notice' } as const;
const PARTS = ['rule', 'column', 'severity'] as const;

/** Fills the menus of the form with what was found, and hands on what is chosen. */
export function enhanceFilter(
  form: HTMLFormElement,
  counts: readonly GroupCount[],
  choose: (filter: FindingsFilter) => void,
): void {
  const offer = (name: (typeof PARTS)[number], values: readonly string[], words: (value: string) => string): void => {
    menu(form, name).append(...values.map((value) => element('option', { value }, words(value))));
  };
  const present = (values: readonly string[]): string[] => [...new Set(values)].filter((value) => value !== '').sort();
  offer('rule', present(counts.map(({ rule }) => rule)), (rule) => rule);
  offer('column', present(counts.map(({ column }) => column)), (column) => column);
  const kinds = (['error', 'query', 'notice'] as const).filter((kind) =>
    counts.some(({ severity }) => severity === kind),
  );
  offer('severity', kinds, (kind) => KINDS[kind as keyof typeof KINDS]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [rule, column, severity] = PARTS.map((name) => menu(form, name).value) as [string, string, string];
    choose({ rule, column, severity });
  });
}

/** Shows in the menus what is chosen. */
export function showFilter(form: HTMLFormElement, filter: FindingsFilter): void {
  for (const name of PARTS) menu(form, name).value = filter[name];
}

function menu(form: HTMLFormElement, name: string): HTMLSelectElement {
  return form.elements.namedItem(name) as HTMLSelectElement;
}
