import { element } from '../parts/dom.ts';
import { type KnownCandidate, whyNot } from './match.ts';
import type { Asked, Reviewed } from './review.ts';

/** Chooses whose a file is: a list for one candidate, boxes where a file may be for several. */
export interface CandidateChoice {
  readonly node: HTMLElement;
  /** Shows who is chosen now. */
  show(reviewed: Reviewed): void;
}

/** `choose` hears the ids that were chosen; none for nobody. */
export function candidateChoice(
  id: string,
  fileName: string,
  asked: Asked,
  choose: (ids: readonly number[]) => void,
): CandidateChoice {
  return asked.shared ? boxes(id, fileName, asked, choose) : list(id, fileName, asked, choose);
}

function inWords(candidate: KnownCandidate): string {
  return `${candidate.number} ${candidate.surname}, ${candidate.forename}`;
}

function ofFile(fileName: string): HTMLElement {
  return element('span', { class: 'govuk-visually-hidden' }, ` for ${fileName}`);
}

/** With more candidates than this, hundreds of lists of all of them would take seconds: each is filled once somebody comes near. */
const MOST_AT_ONCE = 60;

function list(id: string, fileName: string, asked: Asked, choose: (ids: readonly number[]) => void): CandidateChoice {
  const select = element('select', { class: 'govuk-select', id });
  let full = false;
  const fill = (): void => {
    if (full) return;
    full = true;
    const { value } = select;
    select.replaceChildren(
      element('option', { value: '' }, 'Nobody yet'),
      ...asked.candidates.map((candidate) => {
        const why = whyNot(candidate);
        const option = element('option', { value: String(candidate.id) }, inWords(candidate));
        if (why !== undefined) {
          option.disabled = true;
          option.append(candidate.withdrawn ? ' (withdrawn)' : ' (non-submission)');
        }
        return option;
      }),
    );
    select.value = value;
  };
  if (asked.candidates.length <= MOST_AT_ONCE) fill();
  for (const near of ['pointerdown', 'focus', 'keydown']) select.addEventListener(near, fill);
  select.addEventListener('change', () => choose(select.value === '' ? [] : [Number(select.value)]));
  const label = element('label', { class: 'govuk-label', for: id }, 'Candidate', ofFile(fileName));
  return {
    node: element('div', {}, label, select),
    show({ candidates: [one] }) {
      const value = one ? String(one.id) : '';
      if (!full) select.replaceChildren(element('option', { value }, one ? inWords(one) : 'Nobody yet'));
      select.value = value;
    },
  };
}

function boxes(id: string, fileName: string, asked: Asked, choose: (ids: readonly number[]) => void): CandidateChoice {
  const said = element('span', {});
  const place = element('div', { class: 'govuk-checkboxes govuk-checkboxes--small garner-review__boxes' });
  const details = element(
    'details',
    { class: 'govuk-details govuk-!-margin-bottom-0' },
    element(
      'summary',
      { class: 'govuk-details__summary' },
      element('span', { class: 'govuk-details__summary-text' }, 'Candidates', ofFile(fileName), ': ', said),
    ),
    element('div', { class: 'govuk-details__text', role: 'group', 'aria-label': `Candidates for ${fileName}` }, place),
  );
  let chosen: readonly number[] = [];
  const fill = (): void => {
    if (!details.open || place.hasChildNodes()) return;
    place.append(...asked.candidates.map((candidate) => box(candidate)));
  };
  const box = (candidate: KnownCandidate): HTMLElement => {
    const input = element('input', {
      type: 'checkbox',
      class: 'govuk-checkboxes__input',
      id: `${id}-${candidate.id}`,
      value: String(candidate.id),
    });
    input.checked = chosen.includes(candidate.id);
    input.disabled = whyNot(candidate) !== undefined;
    input.addEventListener('change', () => {
      const all = place.querySelectorAll<HTMLInputElement>('input:checked');
      choose([...all].map(({ value }) => Number(value)));
    });
    const why = whyNot(candidate) === undefined ? '' : candidate.withdrawn ? ' (withdrawn)' : ' (non-submission)';
    return element(
      'div',
      { class: 'govuk-checkboxes__item' },
      input,
      element('label', { class: 'govuk-label govuk-checkboxes__label', for: input.id }, inWords(candidate) + why),
    );
  };
  details.addEventListener('toggle', fill);
  return {
    node: details,
    show({ candidates }) {
      chosen = candidates.map((each) => each.id);
      said.textContent = candidates.map(({ number }) => number).join(', ') || 'nobody yet';
      for (const input of place.querySelectorAll('input')) input.checked = chosen.includes(Number(input.value));
    },
  };
}
