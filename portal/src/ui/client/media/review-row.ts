import { element } from '../parts/dom.ts';
import { sizeInWords } from '../parts/sizes.ts';
import { candidateChoice } from './candidate-choice.ts';
import type { Role } from './manifest.ts';
import type { Confidence } from './match.ts';
import type { Asked, Reviewed } from './review.ts';

export interface RowHears {
  readonly choose: (ids: readonly number[]) => void;
  readonly role: (role: Role) => void;
  readonly remove: () => void;
}

const TAGS: Readonly<Record<Confidence, readonly [text: string, colour: string]>> = {
  wrong: ['Left out', 'red'],
  none: ['Nobody yet', 'yellow'],
  likely: ['To look at', 'yellow'],
  sure: ['Sure', 'green'],
};
const ROLES: Readonly<Record<Role, string>> = { recording: 'Recording', notes: 'Notes', form: 'Form' };

/** One file in the review: what it is, whose, why it is in doubt. */
export class ReviewRow {
  readonly node: HTMLElement;
  readonly #tag = element('strong', {});
  readonly #words = element('div', {});
  readonly #show: (reviewed: Reviewed) => void;

  constructor(first: Reviewed, asked: Asked, hears: RowHears) {
    const { key, name, path, size } = first.file;
    const folder = path.slice(0, -name.length).replace(/\/$/, '');
    const remove = element(
      'button',
      { type: 'button', class: 'garner-link-button' },
      'Remove',
      element('span', { class: 'govuk-visually-hidden' }, ` ${name}`),
    );
    remove.addEventListener('click', hears.remove);
    const choice = first.hopeless ? undefined : candidateChoice(`whose-${key}`, name, asked, hears.choose);
    const role = first.hopeless || asked.roles.length < 2 ? undefined : roleChoice(key, name, asked, hears.role);
    this.node = element(
      'li',
      { class: 'garner-review__file' },
      element(
        'div',
        { class: 'garner-review__what' },
        element('h3', { class: 'govuk-heading-s garner-break' }, name),
        element(
          'p',
          { class: 'govuk-hint' },
          element('span', { class: 'garner-break' }, `${sizeInWords(size)}${folder === '' ? '' : `, in ${folder}`}`),
        ),
      ),
      element('div', { class: 'garner-review__doubt' }, this.#tag, this.#words),
      element('div', { class: 'garner-review__whose' }, ...(choice ? [choice.node] : []), ...(role ? [role.node] : [])),
      element('div', { class: 'garner-review__remove' }, remove),
    );
    this.#show = (reviewed) => {
      choice?.show(reviewed);
      role?.show(reviewed.role);
    };
    this.show(first);
  }

  show(reviewed: Reviewed): void {
    const [text, colour] = TAGS[reviewed.standing];
    this.#tag.textContent = text;
    this.#tag.className = `govuk-tag govuk-tag--${colour}`;
    this.node.dataset['standing'] = reviewed.standing;
    this.#words.replaceChildren(
      ...reviewed.words.map((words) => element('p', { class: 'govuk-body-s garner-break' }, words)),
    );
    this.#show(reviewed);
  }
}

function roleChoice(key: number, name: string, { roles }: Asked, hear: (role: Role) => void) {
  const id = `role-${key}`;
  const options = roles.map((role) => element('option', { value: role }, ROLES[role]));
  const select = element('select', { class: 'govuk-select', id }, ...options);
  select.addEventListener('change', () => hear(select.value as Role));
  const hidden = element('span', { class: 'govuk-visually-hidden' }, ` of ${name}`);
  const label = element('label', { class: 'govuk-label', for: id }, 'What it is', hidden);
  return {
    node: element('div', {}, label, select),
    show: (role: Role): void => {
      select.value = role;
    },
  };
}
