import { ChangingWords } from '../parts/changing-words.ts';
import { button, element, paragraph } from '../parts/dom.ts';
import { sizeInWords } from '../parts/sizes.ts';
import { ACTIVE, type Item, OPEN } from './item.ts';
import { ItemView } from './item-view.ts';
import type { Queue } from './queue.ts';

/** The files on their way, and all of them together. */
export class QueueView {
  readonly root: HTMLElement;
  readonly #title = element('h2', { class: 'govuk-heading-m', tabindex: '-1', id: 'sending-title' });
  readonly #bar = element('progress', { class: 'garner-progress', max: '1', value: '0' });
  readonly #words = new ChangingWords(element('p', { class: 'govuk-body govuk-!-margin-top-2' }));
  readonly #notice = element('div', {});
  readonly #list = element('ol', { class: 'garner-sending', 'aria-labelledby': 'sending-title' });
  readonly #views = new Map<Item, ItemView>();
  readonly #pause: HTMLButtonElement;
  readonly #goOn: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #sure = element('div', {});
  #queue: Queue | undefined;
  #drawing = false;

  constructor() {
    const each = (act: (queue: Queue, item: Item) => void) => () => {
      for (const item of this.#queue!.items) if (OPEN.includes(item.state)) act(this.#queue!, item);
    };
    this.#bar.setAttribute('aria-label', 'Sent of all files');
    this.#pause = button(
      'Pause all',
      each((queue, item) => queue.pause(item)),
      true,
    );
    this.#goOn = button(
      'Go on with all',
      each((queue, item) => queue.goOn(item)),
    );
    this.#cancel = button('Cancel all', () => this.#askCancel(each((queue, item) => void queue.cancel(item))), true);
    this.root = element(
      'div',
      { hidden: '' },
      this.#title,
      this.#bar,
      ...this.#words.parts,
      this.#notice,
      element('div', { class: 'govuk-button-group' }, this.#goOn, this.#pause, this.#cancel),
      this.#sure,
      this.#list,
    );
  }

  /** Shows this queue, which has more files now. */
  begin(queue: Queue): void {
    this.#queue = queue;
    this.root.hidden = false;
    this.#draw();
    this.#title.focus();
  }

  changed(item: Item): void {
    this.#viewOf(item).changed();
    this.#soon();
  }

  progress(item: Item): void {
    this.#viewOf(item).progress();
    this.#soon();
  }

  /** The session ended: how to go on. */
  signedOut(signIn: string, goOn: () => Promise<void>): void {
    const words = element(
      'p',
      { class: 'govuk-body', role: 'alert' },
      'Your session has ended. Nothing is lost, and this list stays. Sign in again, then press “Go on”.',
    );
    const link = element(
      'a',
      { class: 'govuk-link', href: signIn, target: '_blank', rel: 'noopener' },
      'Sign in (opens in a new tab)',
    );
    const again = button('Go on', () => {
      goOn().then(
        () => {
          this.#notice.replaceChildren();
          this.#title.focus();
        },
        () => words.replaceChildren('You are not signed in yet. Sign in, then press “Go on”.'),
      );
    });
    this.#notice.replaceChildren(element('div', { class: 'govuk-inset-text' }, words, paragraph(link), again));
  }

  #viewOf(item: Item): ItemView {
    let view = this.#views.get(item);
    if (!view) {
      const queue = (): Queue => this.#queue!;
      view = new ItemView(item, {
        pause: () => queue().pause(item),
        goOn: () => queue().goOn(item),
        cancel: () => void queue().cancel(item),
      });
      this.#views.set(item, view);
      this.#list.append(view.node);
    }
    return view;
  }

  /** Once for every picture that the screen shows, however much has moved. */
  #soon(): void {
    if (this.#drawing || !this.#queue) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { items } = this.#queue!;
    const count = (states: readonly string[]): number => items.filter(({ state }) => states.includes(state)).length;
    const [done, open, failed] = [
      count(['sent', 'here']),
      count(OPEN),
      count(['changed', 'refused', 'unreadable', 'gone']),
    ];
    const kept = items.filter(({ state }) => state !== 'cancelled');
    const total = kept.reduce((sum, { wish }) => sum + wish.size, 0);
    const sent = kept.reduce((sum, item) => sum + (item.state === 'sent' ? item.wish.size : item.sent), 0);
    this.#bar.max = Math.max(1, total);
    this.#bar.value = sent;
    const of = `${done} of ${kept.length === 1 ? '1 file' : `${kept.length} files`} sent`;
    const trouble =
      failed > 0 ? ` ${failed === 1 ? '1 could not be sent' : `${failed} could not be sent`}: see below.` : '';
    if (open > 0) {
      this.#title.textContent = 'Sending files';
      this.#words.update(`${of}, ${sizeInWords(sent)} of ${sizeInWords(total)}.${trouble}`);
    } else {
      const title =
        kept.length === 0 ? 'Nothing is being sent' : failed > 0 ? 'Not every file was sent' : 'Every file was sent';
      if (this.#title.textContent !== title) {
        this.#title.textContent = title;
        this.#words.say(`${of}.${trouble}`);
      }
    }
    this.#bar.hidden = open === 0;
    this.#pause.hidden = count([...ACTIVE, 'queued']) === 0;
    this.#goOn.hidden = count(['paused']) === 0;
    this.#cancel.hidden = open === 0;
    if (open === 0) this.#sure.replaceChildren();
  }

  #askCancel(yes: () => void): void {
    const close = (): void => {
      this.#sure.replaceChildren();
      this.#title.focus();
    };
    const question = element(
      'p',
      { class: 'govuk-body govuk-!-font-weight-bold', tabindex: '-1' },
      'Cancel every file that is not sent yet? What was sent of them is removed.',
    );
    const sure = button('Yes, cancel them', () => {
      yes();
      close();
    });
    sure.classList.add('govuk-button--warning');
    this.#sure.replaceChildren(
      question,
      element('div', { class: 'govuk-button-group' }, sure, button('No, go on', close, true)),
    );
    question.focus();
  }
}
