import { ChangingWords } from './changing-words.ts';
import { element } from './dom.ts';
import { sizeInWords, timeInWords } from './sizes.ts';

/** The words change so often at most, so that they can be read; the bar moves all the time. */
const SAID_EVERY_MS = 1000;

/** The bar and its words while a file goes. */
export class SendingView {
  readonly title: HTMLElement = element('h2', { class: 'govuk-heading-m', tabindex: '-1', id: 'sending-title' });
  // Without a value until the server has said where it stands: a bar that falls back to nothing would alarm.
  readonly #bar = element('progress', { class: 'garner-progress', 'aria-labelledby': 'sending-title', max: '1' });
  readonly #words = new ChangingWords(element('p', { class: 'govuk-body govuk-!-margin-top-2' }));
  readonly #name: string;
  #begun = 0;
  #sentAtBegin: number | undefined;
  #said = Number.NEGATIVE_INFINITY;

  constructor(name: string) {
    this.#name = name;
  }

  get parts(): readonly HTMLElement[] {
    return [this.title, this.#bar, ...this.#words.parts];
  }

  /** For the first time or again: what was sent stays on the bar. */
  begin(): void {
    this.title.textContent = `Sending ${this.#name}`;
    this.#bar.classList.remove('garner-progress--failed');
    this.say('Asking the server where to begin.');
    this.#sentAtBegin = undefined;
    this.#said = Number.NEGATIVE_INFINITY;
    this.title.focus();
  }

  /** The rate is from this run alone. */
  progress(sent: number, total: number): void {
    const now = performance.now();
    if (this.#sentAtBegin === undefined) [this.#sentAtBegin, this.#begun] = [sent, now];
    this.#bar.max = total;
    this.#bar.value = sent;
    if (now - this.#said < SAID_EVERY_MS && sent < total) return;
    this.#said = now;
    const rate = (sent - this.#sentAtBegin) / ((now - this.#begun) / 1000);
    const left = rate > 0 && sent < total ? `, about ${timeInWords((total - sent) / rate)} left` : '';
    this.#words.update(
      `${sizeInWords(sent)} of ${sizeInWords(total)} sent (${Math.floor((100 * sent) / total)}%)${left}.`,
    );
  }

  waiting(): void {
    this.say('The connection was interrupted. Trying again; nothing is lost.');
    this.#said = Number.NEGATIVE_INFINITY;
  }

  paused(): void {
    this.title.textContent = 'The upload is paused';
    this.say('What was sent is kept. You can go on now, or later by choosing the same file again.');
    this.title.focus();
  }

  /** It will not go on by itself. */
  failed(words: string): void {
    this.title.textContent = 'The upload stopped';
    this.#bar.classList.add('garner-progress--failed');
    this.say(words);
    this.title.focus();
  }

  done(): void {
    this.#bar.value = this.#bar.max;
    this.say('Every byte has arrived.');
  }

  say(text: string): void {
    this.#words.say(text);
  }
}
