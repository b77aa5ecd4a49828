/**
 * Choosing, confirming and sending a file. The page works without this script; with it the confirmation names the
 * file, the bar tells the truth, and a broken transfer goes on where it stopped.
 */
import { button, element, errorSummary, paragraph } from './parts/dom.ts';
import { Sending, type Trouble } from './parts/sending.ts';
import { sizeInWords, timeInWords } from './parts/sizes.ts';
import { swapMain } from './parts/swap.ts';

const form = document.getElementById('upload-form') as HTMLFormElement | null;
if (form) enhance(form);

function enhance(form: HTMLFormElement): void {
  const input = document.getElementById('file') as HTMLInputElement;
  const live = document.getElementById('upload-live')!;
  const errors = document.getElementById('upload-errors')!;
  const { begin = '', arrived = '', signIn = '', what = '', collector = '', csrf = '' } = form.dataset;
  document.getElementById('upload-button')!.textContent = 'Continue';

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const file = input.files?.[0];
    errors.replaceChildren();
    if (!file) return complain('Choose a file', 'No file was chosen.');
    confirm(file);
  });

  function complain(title: string, detail: string): void {
    show(form);
    errors.replaceChildren(errorSummary(title, detail, 'file'));
    document.title = `Error: ${document.title.replace(/^Error: /, '')}`;
    errors.querySelector<HTMLElement>('.govuk-error-summary')!.focus();
  }

  /** Shows the form or the live part, never both. */
  function show(part: HTMLElement): void {
    form.hidden = part !== form;
    live.hidden = part !== live;
  }

  function chooseAgain(): void {
    show(form);
    input.focus();
  }

  function confirm(file: File): void {
    const resumes = unfinished(file);
    const title = element('h2', { class: 'govuk-heading-m', tabindex: '-1' }, 'Do you want to upload this file?');
    live.replaceChildren(
      title,
      paragraph(
        element('strong', {}, file.name),
        ` (${sizeInWords(file.size)}) will be sent to ${collector} for ${what}.`,
      ),
      ...(resumes ? [paragraph('You began to send this file before. It goes on where it stopped.')] : []),
      element(
        'div',
        { class: 'govuk-button-group' },
        button('Yes, upload', () => void start(file, resumes)),
        button('Choose another file', chooseAgain, true),
      ),
    );
    show(live);
    title.focus();
  }

  /** An unfinished upload of a file with this name, size and date, as the page lists them. */
  function unfinished(file: File): string | undefined {
    const insets = [...document.querySelectorAll<HTMLElement>('[data-unfinished]')];
    return insets.find(
      ({ dataset }) =>
        dataset['name'] === file.name &&
        Number(dataset['size']) === file.size &&
        Number(dataset['modified']) === file.lastModified,
    )?.dataset['unfinished'];
  }

  async function start(file: File, resumes: string | undefined): Promise<void> {
    const upload = resumes ? { id: resumes, url: `/uploads/${resumes}` } : await beginUpload(file);
    if (upload) send(file, upload);
  }

  /** Asks the server to take the file; it refuses in words, before a byte is sent, what it cannot take. */
  async function beginUpload(file: File): Promise<{ id: string; url: string } | undefined> {
    try {
      const answer = await fetch(begin, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify({ name: file.name, size: file.size, lastModified: file.lastModified }),
      });
      const body = await answer.json();
      if (answer.ok) return body as { id: string; url: string };
      if (answer.status === 401) location.assign(signIn);
      else complain(body.title, body.detail);
    } catch {
      complain(
        'The file could not be sent',
        'Garner did not answer. Check your connection, then press Continue again. Nothing failed validation.',
      );
    }
    return undefined;
  }

  function send(file: File, upload: { id: string; url: string }): void {
    const view = new SendingView(file);
    const sending = new Sending(file, upload, csrf, {
      progress: (sent, total) => view.progress(sent, total),
      waiting: () => view.waiting(),
      trouble: (trouble) => explain(trouble),
      done: (id) => {
        removeEventListener('beforeunload', warn);
        view.done();
        void swapAndFollow(arrived + id);
      },
    });
    const pause = button(
      'Pause',
      () => void sending.pause().then(() => explain({ kind: 'interrupted' }, 'You paused the upload.')),
      true,
    );
    live.replaceChildren(...view.parts, pause);
    show(live);
    view.title.focus();
    addEventListener('beforeunload', warn);
    sending.start();

    function explain(trouble: Trouble, why = 'The connection was interrupted.'): void {
      removeEventListener('beforeunload', warn);
      view.failed();
      const actions = element('div', { class: 'govuk-button-group' });
      const kept = 'Nothing failed validation, and what was sent is kept.';
      if (trouble.kind === 'signed-out') {
        view.say(`Your session has ended. ${kept} Sign in again, then choose the same file to go on.`);
        actions.append(element('a', { class: 'govuk-button', href: signIn, role: 'button' }, 'Sign in and go on'));
      } else if (trouble.kind === 'gone') {
        view.say(
          'The upload is no longer there; it may have been given up. Nothing failed validation. Send the file again from its start.',
        );
        actions.append(button('Send it again', () => void start(file, undefined)));
      } else {
        view.say(`${why} ${kept}`);
        actions.append(button('Go on', () => send(file, upload)));
      }
      pause.replaceWith(actions);
    }
  }

  /** Goes to the attempt's page and follows the check there. */
  async function swapAndFollow(url: string): Promise<void> {
    await swapMain(url).catch(() => location.assign(url));
    if (document.getElementById('follow')) location.replace(location.href);
    else if (location.pathname.includes('/arrived/')) location.reload();
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The bar and its words while a file goes. */
class SendingView {
  readonly title: HTMLElement = element('h2', { class: 'govuk-heading-m', tabindex: '-1', id: 'sending-title' });
  readonly #bar = element('progress', {
    class: 'garner-progress',
    'aria-labelledby': 'sending-title',
    max: '1',
    value: '0',
  });
  readonly #words = element('p', { class: 'govuk-body govuk-!-margin-top-2', role: 'status' });
  readonly #begun = performance.now();
  #sentAtBegin: number | undefined;
  #said = 0;

  constructor(file: File) {
    this.title.textContent = `Sending ${file.name}`;
  }

  get parts(): readonly HTMLElement[] {
    return [this.title, this.#bar, this.#words];
  }

  /** Bytes the server may still lose are not counted as left: the rate is from this run alone. */
  progress(sent: number, total: number): void {
    this.#sentAtBegin ??= sent;
    this.#bar.classList.remove('garner-progress--failed');
    this.#bar.max = total;
    this.#bar.value = sent;
    const now = performance.now();
    if (now - this.#said < 500 && sent < total) return;
    this.#said = now;
    const rate = (sent - this.#sentAtBegin) / ((now - this.#begun) / 1000);
    const left = rate > 0 && sent < total ? `, about ${timeInWords((total - sent) / rate)} left` : '';
    this.#words.textContent = `${sizeInWords(sent)} of ${sizeInWords(total)} sent (${Math.floor((100 * sent) / total)}%)${left}.`;
  }

  waiting(): void {
    this.#words.textContent = 'The connection was interrupted. Trying again; nothing is lost.';
  }

  failed(): void {
    this.title.textContent = 'The upload stopped';
    this.#bar.classList.add('garner-progress--failed');
    this.title.focus();
  }

  say(text: string): void {
    this.#words.textContent = text;
  }

  done(): void {
    this.#bar.value = this.#bar.max;
    this.#words.textContent = 'Every byte has arrived.';
  }
}
