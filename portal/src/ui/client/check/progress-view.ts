import { count } from '../../words.ts';
import { ChangingWords } from '../parts/changing-words.ts';
import { button, element } from '../parts/dom.ts';
import { sizeInWords, timeInWords } from '../parts/sizes.ts';
import type { Progress } from './messages.ts';

/** The words change so often at most, so that they can be read; the bar moves all the time. */
const SAID_EVERY_MS = 1000;
/** Nothing is said of the time left before it can be told. */
const RATE_AFTER_MS = 1500;

/** The bar and its words while a file is checked here, and the button that ends it. */
export class ProgressView {
  readonly #title = element('h2', { class: 'govuk-heading-m', tabindex: '-1', id: 'check-progress' });
  readonly #bar = element('progress', { class: 'garner-progress', 'aria-labelledby': 'check-progress' });
  readonly #words = new ChangingWords(element('p', { class: 'govuk-body govuk-!-margin-top-2' }));
  readonly #total: number;
  readonly #begun = performance.now();
  #said = this.#begun;

  constructor(file: File) {
    this.#title.textContent = `Checking ${file.name}`;
    this.#total = file.size;
    this.#bar.max = file.size;
    this.#bar.value = 0;
  }

  /** Puts it in place of what is there, with the focus on its title. */
  showIn(place: HTMLElement, cancel: () => void): void {
    const end = button(
      'Cancel',
      () => {
        end.disabled = true;
        this.#words.say('Ending the check.');
        cancel();
      },
      true,
    );
    place.replaceChildren(this.#title, this.#bar, ...this.#words.parts, end);
    this.#words.say(`Reading ${sizeInWords(this.#total)} on this computer.`);
    this.#title.focus();
  }

  progress({ bytes, rows }: Progress): void {
    const now = performance.now();
    this.#bar.value = bytes;
    if (now - this.#said < SAID_EVERY_MS) return;
    this.#said = now;
    const left = ((this.#total - bytes) * (now - this.#begun)) / bytes / 1000;
    const time = now - this.#begun > RATE_AFTER_MS && bytes < this.#total ? `, about ${timeInWords(left)} left` : '';
    this.#words.update(
      `${sizeInWords(bytes)} of ${sizeInWords(this.#total)} read, ${count(rows, 'row')} checked${time}.`,
    );
  }
}
