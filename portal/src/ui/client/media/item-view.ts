import { element } from '../parts/dom.ts';
import { sizeInWords } from '../parts/sizes.ts';
import { ACTIVE, type Item, type State } from './item.ts';

export interface ItemHears {
  readonly pause: () => void;
  readonly goOn: () => void;
  readonly cancel: () => void;
}

const WORDS: Readonly<Record<State, string>> = {
  queued: 'Waits for its turn.',
  starting: 'Asking the server where to begin.',
  sending: '',
  waiting: 'The connection was interrupted. Trying again by itself; nothing is lost.',
  comparing: 'Every byte has arrived. Comparing it with this computer’s.',
  paused: 'Paused. What was sent is kept.',
  sent: '',
  changed:
    'What arrived is not what is on this computer: the file was changed while it was sent, or damaged on the way. Choose it again.',
  here: '',
  refused: '',
  unreadable:
    'The file can no longer be read: it was moved, changed or locked. Choose it again; what was sent is kept.',
  gone: 'What was sent is no longer there; it may have been deleted.',
  cancelled: 'Cancelled. What was sent of it was removed.',
};
const FAILED: readonly State[] = ['changed', 'refused', 'unreadable', 'gone'];
const AGAIN: Partial<Record<State, string>> = {
  paused: 'Go on',
  waiting: 'Try now',
  gone: 'Send again',
  refused: 'Try again',
};

/** One file on its way: a bar, words, and what can be done. */
export class ItemView {
  readonly node: HTMLElement;
  readonly #item: Item;
  readonly #hears: ItemHears;
  readonly #bar: HTMLProgressElement;
  readonly #words = element('p', { class: 'govuk-body-s govuk-!-margin-bottom-1' });
  readonly #more = element('div', {});
  readonly #actions = element('div', { class: 'garner-sending__actions' });
  #shown: State | undefined;

  constructor(item: Item, hears: ItemHears) {
    this.#item = item;
    this.#hears = hears;
    const { name, size } = item.wish;
    this.#bar = element('progress', { class: 'garner-progress', max: String(Math.max(1, size)), value: '0' });
    this.#bar.setAttribute('aria-label', `Sent of ${name}`);
    const who = item.who === '' ? 'nobody yet' : item.who;
    this.node = element(
      'li',
      { class: 'garner-sending__file' },
      element('h3', { class: 'govuk-heading-s govuk-!-margin-bottom-1 garner-break' }, name),
      element('p', { class: 'govuk-hint govuk-!-margin-bottom-1' }, `${sizeInWords(size)}, for ${who}`),
      this.#bar,
      this.#words,
      this.#more,
      this.#actions,
    );
    this.changed();
  }

  progress(): void {
    const { sent, wish, resumes } = this.#item;
    this.#bar.value = sent;
    const whole = Math.floor((100 * sent) / Math.max(1, wish.size));
    const again = resumes ? ' It was begun before and goes on where it stopped.' : '';
    this.#words.textContent = `${sizeInWords(sent)} of ${sizeInWords(wish.size)} sent (${whole}%).${again}`;
  }

  changed(): void {
    const { state, words, sha256, wish } = this.#item;
    if (state === this.#shown) return;
    this.#shown = state;
    this.node.dataset['state'] = state;
    this.#bar.classList.toggle('garner-progress--failed', FAILED.includes(state));
    this.#bar.hidden = ['sent', 'here', 'refused', 'cancelled'].includes(state);
    if (state === 'sending') this.progress();
    else this.#words.textContent = WORDS[state] || words;
    if (state === 'sent') {
      this.#words.textContent = `Sent. SHA-256 agrees: ${sha256.slice(0, 4)}…`;
    }
    this.#more.replaceChildren(...(state === 'sent' || state === 'changed' ? [sumDetails(sha256, wish.name)] : []));
    this.#offer(state);
  }

  /** The buttons of a state; the focus stays on the one of the same place. */
  #offer(state: State): void {
    const had = [...this.#actions.children].indexOf(document.activeElement as Element);
    const again = AGAIN[state];
    const stops = ['queued', 'starting', 'sending', 'waiting'].includes(state);
    this.#actions.replaceChildren(
      ...(again === undefined ? [] : [this.#button(again, this.#hears.goOn)]),
      ...(stops && state !== 'waiting' ? [this.#button('Pause', this.#hears.pause)] : []),
      ...(stops || state === 'paused' ? [this.#button('Cancel', this.#hears.cancel)] : []),
    );
    if (had < 0) return;
    const next = this.#actions.children[Math.min(had, this.#actions.children.length - 1)] as HTMLElement | undefined;
    if (next) next.focus();
    else if (!ACTIVE.includes(state)) {
      this.node.tabIndex = -1;
      this.node.focus();
    }
  }

  #button(text: string, press: () => void): HTMLButtonElement {
    const hidden = element('span', { class: 'govuk-visually-hidden' }, ` ${this.#item.wish.name}`);
    const made = element('button', { type: 'button', class: 'garner-link-button' }, text, hidden);
    made.addEventListener('click', press);
    return made;
  }
}

function sumDetails(sha256: string, name: string): HTMLElement {
  const hidden = element('span', { class: 'govuk-visually-hidden' }, ` of ${name}`);
  return element(
    'details',
    { class: 'govuk-details govuk-!-margin-bottom-1' },
    element(
      'summary',
      { class: 'govuk-details__summary' },
      element('span', { class: 'govuk-details__summary-text' }, 'The whole SHA-256', hidden),
    ),
    element('div', { class: 'govuk-details__text garner-break' }, sha256),
  );
}
