/** The page "Check a file before you send it": choosing a file, following its check, and what was found. */
import { createAll, FileUpload } from 'govuk-frontend';
import { type Checked, Checker } from './check/checker.ts';
import { comparedWith, FieldFault } from './check/compared.ts';
import { watchDropping } from './check/dropping.ts';
import { ProgressView } from './check/progress-view.ts';
import { notAskedParts, verdictInWords, verdictParts } from './check/result-view.ts';
import { complaintOf, refusalOf } from './check/trouble.ts';
import { FindingsView } from './findings/view.ts';
import { type Complaint, Complaints } from './parts/complaint.ts';
import { button, element } from './parts/dom.ts';

const form = document.getElementById('check-form') as HTMLFormElement | null;
if (form) enhance(form, new Checker(document.getElementById('check-kit')!));

function enhance(form: HTMLFormElement, checker: Checker): void {
  createAll(FileUpload);
  const input = form.querySelector<HTMLInputElement>('input[type=file]')!;
  const live = document.getElementById('check-live')!;
  const errors = document.getElementById('check-errors')!;
  const title = document.title;
  const ofFile = new Complaints(errors, document.getElementById('file')!);
  let complained = ofFile;
  document.getElementById('check-without-script')!.hidden = true;
  show(form);
  watchDropping(form.querySelector('[data-module=govuk-file-upload]')!, complain);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  async function submit(): Promise<void> {
    complained.clear();
    const file = input.files?.[0];
    try {
      const context = comparedWith(form);
      const refusal = await refusalOf(file);
      if (refusal) complain(refusal);
      else await check(file!, context);
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      const complaint = { title: error.message, detail: 'Or leave the field blank.', atField: true };
      complain(complaint, new Complaints(errors, error.field));
    }
  }

  function complain(complaint: Complaint, at: Complaints = ofFile): void {
    show(form);
    complained.clear();
    complained = at;
    at.show(complaint);
  }

  /** Shows the form or the live part, never both. */
  function show(part: HTMLElement): void {
    form.hidden = part !== form;
    live.hidden = part !== live;
  }

  async function check(file: File, context: ReturnType<typeof comparedWith>): Promise<void> {
    const view = new ProgressView(file);
    show(live);
    view.showIn(live, () => checker.cancel());
    addEventListener('beforeunload', warn);
    try {
      showResult(await checker.check(file, context, (done) => view.progress(done)));
      forgetFile();
    } catch (error) {
      const complaint = complaintOf(error, file);
      if (complaint) complain(complaint);
      else chooseAgain();
    } finally {
      removeEventListener('beforeunload', warn);
    }
  }

  function showResult(checked: Checked): void {
    const [heading, ...words] = verdictParts(checked);
    const again = element(
      'div',
      { class: 'govuk-button-group garner-no-print' },
      button('Check another file', chooseAgain),
    );
    const found = new FindingsView(checker.kit, checked);
    live.replaceChildren(heading, ...words, again, found.root, ...notAskedParts(checked.summary));
    document.title = `${verdictInWords(checked.summary)} – ${title}`;
    heading.focus();
  }

  function chooseAgain(): void {
    show(form);
    live.replaceChildren();
    document.title = title;
    document.getElementById('file')!.focus();
  }

  /** So that the same file can be chosen again once it is mended: a file that has changed must be. */
  function forgetFile(): void {
    input.value = '';
    input.dispatchEvent(new Event('change'));
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
