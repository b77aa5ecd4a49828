import { element, paragraph } from './dom.ts';

/** What is wrong, and whether it is the chosen file's fault. */
export interface Complaint {
  readonly title: string;
  readonly detail: string;
  /** Shown at the field as well. */
  readonly atField: boolean;
}

/** Shows and takes away the error summary and the message at a field, as the design system has them. */
export class Complaints {
  readonly #place: HTMLElement;
  readonly #field: HTMLElement;
  readonly #title = document.title.replace(/^Error: /, '');

  constructor(place: HTMLElement, field: HTMLElement) {
    this.#place = place;
    this.#field = field;
  }

  show({ title, detail, atField }: Complaint): void {
    this.clear();
    const summary = errorSummary(title, detail, this.#field.id);
    this.#place.replaceChildren(summary);
    if (atField) this.#mark(title);
    document.title = `Error: ${this.#title}`;
    summary.focus();
  }

  clear(): void {
    this.#place.replaceChildren();
    document.title = this.#title;
    this.#group?.classList.remove('govuk-form-group--error');
    document.getElementById(this.#messageId)?.remove();
    this.#describe((ids) => ids.filter((id) => id !== this.#messageId));
  }

  get #group(): Element | null {
    return this.#field.closest('.govuk-form-group');
  }

  get #messageId(): string {
    return `${this.#field.id}-error`;
  }

  #mark(text: string): void {
    const hidden = element('span', { class: 'govuk-visually-hidden' }, 'Error:');
    this.#field.before(element('p', { id: this.#messageId, class: 'govuk-error-message' }, hidden, ` ${text}`));
    this.#group?.classList.add('govuk-form-group--error');
    this.#describe((ids) => [...ids, this.#messageId]);
  }

  #describe(change: (ids: readonly string[]) => readonly string[]): void {
    const ids = change((this.#field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== ''));
    this.#field.setAttribute('aria-describedby', ids.join(' '));
  }
}

/** The design system's error summary; it is to be focused, so that it is read out. */
function errorSummary(title: string, detail: string, field: string): HTMLElement {
  const link = element('a', { href: `#${field}` }, title);
  const list = element('ul', { class: 'govuk-list govuk-error-summary__list' }, element('li', {}, link));
  return element(
    'div',
    { class: 'govuk-error-summary', tabindex: '-1' },
    element(
      'div',
      { role: 'alert' },
      element('h2', { class: 'govuk-error-summary__title' }, 'There is a problem'),
      element('div', { class: 'govuk-error-summary__body' }, paragraph(detail), list),
    ),
  );
}
