import type { CheckContext } from '@garner/validate';

/** Thrown where a field holds what cannot be; the field is to be pointed at. */
export class FieldFault extends Error {
  override name = 'FieldFault';
  readonly field: HTMLElement;

  constructor(field: HTMLElement, message: string) {
    super(message);
    this.field = field;
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** What the form says of the return; fields left blank are left out. Throws FieldFault. */
export function comparedWith(form: HTMLFormElement): CheckContext {
  const given: Record<string, string | readonly string[]> = {};
  for (const field of form.querySelectorAll<Field>('[data-compared]')) {
    const text = field.value.trim();
    if (text !== '') given[field.name] = readAs(field, text);
  }
  return given;
}

function readAs(field: Field, text: string): string | readonly string[] {
  switch (field.dataset['compared']) {
    case 'date':
      if (!isDay(text)) throw new FieldFault(field, 'Enter a real date as year-month-day, such as 2026-10-31');
      return text;
    case 'list':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    default:
      return text;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
