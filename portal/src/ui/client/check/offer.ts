import { FindingsView } from '../findings/view.ts';
import type { Complaint } from '../parts/complaint.ts';
import { button, element, paragraph } from '../parts/dom.ts';
import { type Checked, Checker } from './checker.ts';
import { ProgressView } from './progress-view.ts';
import { notAskedParts, verdictParts } from './result-view.ts';
import { complaintOf, refusalOf } from './trouble.ts';

/** What can be done with a file once it has been checked, and where. */
export interface Next {
  readonly upload: () => void;
  readonly chooseAgain: () => void;
  /** Back to the question that offered the check. */
  readonly goBack: () => void;
  readonly complain: (complaint: Complaint) => void;
}

/** Checks a file before it is sent, where the page has what that needs; undefined elsewhere. */
export function checkOffer(place: HTMLElement): ((file: File, next: Next) => void) | undefined {
  const kit = document.getElementById('check-kit');
  if (!kit) return undefined;
  const checker = new Checker(kit);
  const findings = document.getElementById('check-findings')!;
  /** What was found goes when something else is begun. */
  const leaving =
    <A extends unknown[]>(go: (...given: A) => void) =>
    (...given: A): void => {
      findings.replaceChildren();
      go(...given);
    };
  return (file, next) =>
    void checkHere(checker, { place, findings }, file, {
      upload: leaving(next.upload),
      chooseAgain: leaving(next.chooseAgain),
      goBack: leaving(next.goBack),
      complain: leaving(next.complain),
    });
}

/** Where the verdict goes, and where the findings, which need the whole width. */
interface Places {
  readonly place: HTMLElement;
  readonly findings: HTMLElement;
}

async function checkHere(checker: Checker, places: Places, file: File, next: Next): Promise<void> {
  const refusal = await refusalOf(file);
  if (refusal) return next.complain(refusal);
  const view = new ProgressView(file);
  view.showIn(places.place, () => checker.cancel());
  try {
    showResult(places, checker, await checker.check(file, {}, (done) => view.progress(done)), next);
  } catch (error) {
    const complaint = complaintOf(error, file);
    if (complaint) next.complain(complaint);
    else next.goBack();
  }
}

/** The verdict and what to do; the findings when they are asked for. */
function showResult({ place, findings }: Places, checker: Checker, checked: Checked, next: Next): void {
  const [title, ...words] = verdictParts(checked);
  const passed = checked.summary.rowsChecked && checked.summary.counts.error === 0;
  const again = (secondary: boolean): HTMLButtonElement => button('Choose another file', next.chooseAgain, secondary);
  const upload = (text: string, secondary: boolean): HTMLButtonElement => button(text, next.upload, secondary);
  const see = button(
    'See all findings',
    () => {
      const found = new FindingsView(checker.kit, checked);
      findings.replaceChildren(found.root, ...notAskedParts(checked.summary));
      see.remove();
      found.begin();
    },
    true,
  );
  place.replaceChildren(
    title,
    ...words,
    paragraph(
      passed
        ? 'When you upload it, Garner checks it once more as it arrives, and that check counts.'
        : 'Mend the file and choose it again. You can also upload it as it is: it will fail validation.',
    ),
    element(
      'div',
      { class: 'govuk-button-group' },
      ...(passed ? [upload('Yes, upload', false), again(true)] : [again(false), upload('Upload it as it is', true)]),
      ...(checked.counts.length > 0 ? [see] : []),
    ),
    ...(checked.counts.length > 0 ? [] : notAskedParts(checked.summary)),
  );
  title.focus();
}
