/**
 * Choosing, confirming and sending a file. The page works without this script; with it the confirmation names the
 * file, the bar tells the truth, and a broken transfer goes on where it stopped.
 */
import { checkOffer } from './check/offer.ts';
import { type Complaint, Complaints } from './parts/complaint.ts';
import { button, element, paragraph } from './parts/dom.ts';
import { followCheck } from './parts/following.ts';
import { Sending, type Trouble } from './parts/sending.ts';
import { SendingView } from './parts/sending-view.ts';
import { sizeInWords } from './parts/sizes.ts';
import { swapMain } from './parts/swap.ts';

interface Begun {
  readonly id: string;
  readonly url: string;
}

const KEPT = 'Nothing failed validation, and what was sent is kept.';

const form = document.getElementById('upload-form') as HTMLFormElement | null;
if (form) enhance(form);

function enhance(form: HTMLFormElement): void {
  const input = document.getElementById('file') as HTMLInputElement;
  const live = document.getElementById('upload-live')!;
  const complaints = new Complaints(document.getElementById('upload-errors')!, input);
  const { begin = '', arrived = '', signIn = '', what = '', collector = '', csrf = '' } = form.dataset;
  const checkHere = checkOffer(live);
  document.getElementById('upload-button')!.textContent = 'Continue';

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    complaints.clear();
    const file = input.files?.[0];
    if (file) confirm(file);
    else complain({ title: 'Choose a file', detail: 'No file was chosen.', atField: true });
  });

  function complain(complaint: Complaint): void {
    show(form);
    complaints.show(complaint);
  }

  /** Shows the form, with what is unfinished, or the live part: never both. */
  function show(part: HTMLElement): void {
    for (const inset of insets()) inset.hidden = part !== form;
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
        ...(checkHere ? [button('Check it here first', () => checkFirst(file, resumes), true)] : []),
      ),
      ...(checkHere ? [paragraph('Checked here first, the file stays on this computer: nothing is sent.')] : []),
    );
    show(live);
    title.focus();
  }

  /** Checks the file in the browser; whatever comes of it, it can still be sent. */
  function checkFirst(file: File, resumes: string | undefined): void {
    checkHere?.(file, {
      upload: () => void start(file, resumes),
      chooseAgain: () => {
        // So that the same file can be chosen again once it is mended: a file that has changed must be.
        input.value = '';
        chooseAgain();
      },
      goBack: () => confirm(file),
      complain,
    });
  }

  /** An unfinished upload of a file with this name, size and date, as the page lists them. */
  function unfinished(file: File): string | undefined {
    return insets().find(
      ({ dataset }) =>
        dataset['name'] === file.name &&
        Number(dataset['size']) === file.size &&
        Number(dataset['modified']) === file.lastModified,
    )?.dataset['unfinished'];
  }

  /** Once only for each confirmation, however often its button is pressed. */
  async function start(file: File, resumes: string | undefined): Promise<void> {
    for (const one of live.querySelectorAll('button')) one.disabled = true;
    const upload = resumes ? { id: resumes, url: `/uploads/${resumes}` } : await beginUpload(file);
    if (upload) send(file, upload);
  }

  /** Asks the server to take the file; it refuses in words, before a byte is sent, what it cannot take. */
  async function beginUpload(file: File): Promise<Begun | undefined> {
    try {
      const answer = await post(begin, { name: file.name, size: file.size, lastModified: file.lastModified });
      const body = await answer.json();
      if (answer.ok) return body as Begun;
      if (answer.status === 401) location.assign(signIn);
      else complain({ title: body.title, detail: body.detail, atField: true });
    } catch {
      const detail =
        'Garner did not answer. Check your connection, then press Continue again. Nothing failed validation.';
      complain({ title: 'The file could not be sent', detail, atField: false });
    }
    return undefined;
  }

  async function post(url: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrf };
    return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  function send(file: File, upload: Begun, view: SendingView = new SendingView(file.name)): void {
    const sending = new Sending(file, upload, csrf, {
      progress: (sent, total) => view.progress(sent, total),
      waiting: () => view.waiting(),
      trouble: explain,
      done: (id) => {
        removeEventListener('beforeunload', warn);
        actions.remove();
        view.done();
        void showAttempt(arrived + id);
      },
    });
    const actions = element('div', { class: 'govuk-button-group' }, button('Pause', pause, true));
    live.replaceChildren(...view.parts, actions);
    show(live);
    view.begin();
    addEventListener('beforeunload', warn);
    sending.start();

    async function pause(): Promise<void> {
      await sending.pause();
      view.paused();
      offer([goOnButton(), cancelButton()]);
    }

    function explain(trouble: Trouble): void {
      const [words, buttons] = inWords(trouble);
      view.failed(words);
      offer(buttons);
    }

    function inWords(trouble: Trouble): [words: string, buttons: HTMLButtonElement[]] {
      switch (trouble) {
        case 'signed-out':
          return [
            `Your session has ended. ${KEPT} Sign in again, then choose the same file to go on.`,
            [button('Sign in and go on', () => location.assign(signIn))],
          ];
        case 'stale':
          return [
            `This page is out of date. ${KEPT} Refresh it, then choose the same file to go on.`,
            [button('Refresh and go on', () => location.reload())],
          ];
        case 'gone':
          return [
            'What was sent is no longer there; it may have been cancelled. Nothing failed validation.',
            [button('Send it again from its start', () => void start(file, undefined))],
          ];
        case 'interrupted':
          return [`The connection was interrupted. ${KEPT}`, [goOnButton(), cancelButton()]];
      }
    }

    function offer(buttons: readonly HTMLButtonElement[]): void {
      removeEventListener('beforeunload', warn);
      actions.replaceChildren(...buttons);
    }

    function goOnButton(): HTMLButtonElement {
      return button('Go on', () => send(file, upload, view));
    }

    function cancelButton(): HTMLButtonElement {
      return button('Cancel this upload', () => void cancel(), true);
    }

    async function cancel(): Promise<void> {
      const answer = await post(`${begin}/${upload.id}/cancel`, {}).catch(() => undefined);
      if (answer?.ok) location.reload();
      else view.say('Garner did not answer, so the upload was not cancelled. Check your connection, then try again.');
    }
  }

  /** Shows the attempt that the upload became, and follows its check. */
  async function showAttempt(url: string): Promise<void> {
    await swapMain(url).catch(() => location.assign(url));
    if (!followCheck() && location.pathname.includes('/arrived/')) location.reload();
  }
}

function insets(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-unfinished]')];
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
