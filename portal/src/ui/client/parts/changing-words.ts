import { element } from './dom.ts';

/** A screen reader reads what has changed so often at most. */
const HEARD_EVERY_MS = 5000;

/** Words that change often: seen at once, read out at once for a new step, else only now and then. */
export class ChangingWords {
  readonly #seen: HTMLElement;
  readonly #heard: HTMLElement = element('p', { class: 'govuk-visually-hidden', role: 'status' });
  #heardAt = 0;

  /** `seen` is the paragraph that shows them. */
  constructor(seen: HTMLElement) {
    this.#seen = seen;
    seen.setAttribute('aria-hidden', 'true');
  }

  /** Both belong in the page, one after the other. */
  get parts(): readonly [seen: HTMLElement, heard: HTMLElement] {
    return [this.#seen, this.#heard];
  }

  /** A new step. */
  say(text: string): void {
    this.#seen.textContent = text;
    this.#heard.textContent = text;
    this.#heardAt = performance.now();
  }

  /** How far the step is. */
  update(text: string): void {
    if (performance.now() - this.#heardAt > HEARD_EVERY_MS) this.say(text);
    else this.#seen.textContent = text;
  }
}
