import { button, element, paragraph } from '../parts/dom.ts';
import type { Role } from './manifest.ts';
import { type Asked, doubtFirst, type Reviewed, reviewInWords } from './review.ts';
import { ReviewRow } from './review-row.ts';

export interface ReviewHears {
  readonly choose: (key: number, ids: readonly number[]) => void;
  readonly role: (key: number, role: Role) => void;
  readonly remove: (key: number) => void;
  readonly upload: () => void;
  readonly clear: () => void;
}

/** Every chosen file before anything is sent, doubt first. Lines stay where they are while somebody corrects them. */
export class ReviewView {
  readonly root: HTMLElement;
  readonly #title = element('h2', { class: 'govuk-heading-m', tabindex: '-1', id: 'review-title' });
  readonly #summary = element('p', {
    class: 'govuk-body govuk-!-font-weight-bold',
    role: 'status',
    id: 'review-summary',
  });
  readonly #notes = element('div', {});
  readonly #list = element('ol', { class: 'garner-review', 'aria-labelledby': 'review-title' });
  readonly #upload: HTMLButtonElement;
  readonly #rows = new Map<number, ReviewRow>();
  readonly #asked: Asked;
  readonly #hears: ReviewHears;

  constructor(asked: Asked, hears: ReviewHears) {
    this.#asked = asked;
    this.#hears = hears;
    this.#upload = button('Upload', hears.upload);
    this.root = element(
      'div',
      { hidden: '' },
      this.#title,
      this.#summary,
      this.#notes,
      this.#list,
      element('div', { class: 'govuk-button-group' }, this.#upload, button('Remove all of them', hears.clear, true)),
    );
  }

  /** Shows the files anew, in their order; `notes` are sentences about all of them. */
  begin(reviewed: readonly Reviewed[], notes: readonly string[]): void {
    for (const key of this.#rows.keys()) if (!reviewed.some(({ file }) => file.key === key)) this.#rows.delete(key);
    this.#list.replaceChildren(...doubtFirst(reviewed).map((one) => this.#rowOf(one).node));
    this.#notes.replaceChildren(...notes.map((note) => paragraph(note)));
    this.update(reviewed);
    this.root.hidden = reviewed.length === 0;
    if (reviewed.length > 0) this.#title.focus();
  }

  /** Shows what has changed of the same files, or of fewer. */
  update(reviewed: readonly Reviewed[]): void {
    for (const one of reviewed) this.#rowOf(one).show(one);
    this.#title.textContent = `Look at ${reviewed.length === 1 ? 'this file' : `these ${reviewed.length} files`} before you upload`;
    const words = `${reviewInWords(reviewed)}.`;
    if (this.#summary.textContent !== words) this.#summary.textContent = words;
    const going = reviewed.filter(({ standing }) => standing !== 'wrong').length;
    this.#upload.textContent = going === 1 ? 'Upload 1 file' : `Upload ${going} files`;
    this.#upload.hidden = going === 0;
    this.root.hidden = reviewed.length === 0;
  }

  /** Takes a line away; the one that takes its place has the focus. */
  remove(key: number): void {
    const node = this.#rows.get(key)?.node;
    const next = node?.nextElementSibling ?? node?.previousElementSibling;
    node?.remove();
    this.#rows.delete(key);
    (next?.querySelector<HTMLElement>('.garner-review__remove button') ?? this.#title).focus();
  }

  #rowOf(one: Reviewed): ReviewRow {
    const { key } = one.file;
    const there = this.#rows.get(key);
    if (there) {
      there.show(one);
      return there;
    }
    const row = new ReviewRow(one, this.#asked, {
      choose: (ids) => this.#hears.choose(key, ids),
      role: (role) => this.#hears.role(key, role),
      remove: () => this.#hears.remove(key),
    });
    this.#rows.set(key, row);
    return row;
  }
}
