import { element } from '../parts/dom.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP_SECONDS = 5;

/** Buttons for playing, going back and forward, and speed; they and the keys do the same. */
export class Controls {
  readonly root: HTMLElement;
  readonly #media: HTMLMediaElement;
  readonly #play: HTMLButtonElement;
  readonly #speeds: readonly HTMLButtonElement[];
  readonly #said = element('p', { class: 'govuk-visually-hidden', role: 'status' });

  constructor(media: HTMLMediaElement) {
    this.#media = media;
    this.#play = plain('Play', () => this.toggle());
    this.#speeds = SPEEDS.map((speed) => plain(`${speed} ×`, () => this.setSpeed(speed)));
    const speeds = element('div', { class: 'garner-player__speeds', role: 'group', 'aria-label': 'Speed' });
    speeds.append(element('span', { class: 'govuk-body', 'aria-hidden': 'true' }, 'Speed'), ...this.#speeds);
    this.root = element(
      'div',
      {},
      element(
        'div',
        { class: 'garner-player__buttons' },
        this.#play,
        plain(`Back ${STEP_SECONDS} seconds`, () => this.step(-1)),
        plain(`Forward ${STEP_SECONDS} seconds`, () => this.step(1)),
        speeds,
      ),
      this.#said,
      keysInWords(),
    );
    for (const type of ['play', 'pause', 'ended']) media.addEventListener(type, () => this.#show());
    media.addEventListener('ratechange', () => this.#show());
    this.#show();
  }

  toggle(): void {
    // A recording that cannot be played says so in the browser's own controls.
    if (this.#media.paused) this.#media.play().catch(() => undefined);
    else this.#media.pause();
  }

  /** Back (-1) or forward (1). */
  step(way: -1 | 1): void {
    this.seek(this.#media.currentTime + way * STEP_SECONDS);
  }

  /** To a place in seconds, as far as there is one. */
  seek(seconds: number): void {
    const { duration } = this.#media;
    const most = Number.isFinite(duration) ? duration : seconds;
    this.#media.currentTime = Math.max(0, Math.min(most, seconds));
  }

  /** To a place, now or once the recording's length is known. */
  seekOnceKnown(seconds: number): void {
    if (this.#media.readyState >= HTMLMediaElement.HAVE_METADATA) this.seek(seconds);
    else this.#media.addEventListener('loadedmetadata', () => this.seek(seconds), { once: true });
  }

  listenAt(seconds: number): void {
    this.seekOnceKnown(seconds);
    this.#media.play().catch(() => undefined);
    this.#media.scrollIntoView({ block: 'nearest' });
  }

  /** Slower (-1) or faster (1). */
  shiftSpeed(way: -1 | 1): void {
    const at = SPEEDS.indexOf(this.#media.playbackRate);
    const next = SPEEDS[(at < 0 ? SPEEDS.indexOf(1) : at) + way];
    if (next !== undefined) this.setSpeed(next);
  }

  setSpeed(speed: number): void {
    this.#media.playbackRate = speed;
    // The browser tells of the change later, when it next has time: the buttons answer at once.
    this.#show();
    this.#said.textContent = `Speed ${speed}`;
  }

  #show(): void {
    this.#play.textContent = this.#media.paused ? 'Play' : 'Pause';
    this.#speeds.forEach((button, at) => {
      button.setAttribute('aria-pressed', String(SPEEDS[at] === this.#media.playbackRate));
    });
  }
}

function plain(text: string, press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'govuk-button govuk-button--secondary' }, text);
  made.addEventListener('click', press);
  return made;
}

function keysInWords(): HTMLElement {
  const key = (name: string): HTMLElement => element('kbd', { class: 'garner-key' }, name);
  const line = (...parts: readonly (HTMLElement | string)[]): HTMLElement => element('li', {}, ...parts);
  return element(
    'details',
    { class: 'govuk-details' },
    element(
      'summary',
      { class: 'govuk-details__summary' },
      element('span', { class: 'govuk-details__summary-text' }, 'Keys'),
    ),
    element(
      'div',
      { class: 'govuk-details__text' },
      element(
        'ul',
        { class: 'govuk-list' },
        line(key('Space'), ' plays and pauses'),
        line(key('←'), ' goes back 5 seconds, ', key('→'), ' forward'),
        line(key(','), ' is slower, ', key('.'), ' is faster'),
      ),
    ),
  );
}
