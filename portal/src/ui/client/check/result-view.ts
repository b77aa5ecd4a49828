import type { Summary } from '@garner/validate';
import { count, sizeInWords } from '../../words.ts';
import { element, paragraph } from '../parts/dom.ts';
import type { Checked } from './checker.ts';

/** What came of a check, in a heading: "28 errors to mend". */
export function verdictInWords({ rowsChecked, counts }: Summary): string {
  if (!rowsChecked) return 'The file could not be read as this template';
  return counts.error === 0 ? 'No errors found' : `${count(counts.error, 'error')} to mend`;
}

/** The heading, which is to be focused, and what was checked with what outcome. */
export function verdictParts({ file, summary }: Checked): readonly [title: HTMLElement, ...rest: HTMLElement[]] {
  const title = element('h2', { class: 'govuk-heading-l', tabindex: '-1' }, verdictInWords(summary));
  const { rows, rowsChecked, counts } = summary;
  const name = element('strong', {}, file.name);
  const besides = remarks(summary);
  const found = rowsChecked
    ? `: ${count(rows, 'row')} checked, ${counts.error === 0 ? (rows === 1 ? 'and it passed' : 'and every one passed') : count(counts.error, 'error')}`
    : ': its rows were not checked';
  const parts: [HTMLElement, ...HTMLElement[]] = [
    title,
    paragraph(name, ` (${sizeInWords(file.size)})${found}. The file was read on this computer; nothing was sent.`),
  ];
  if (besides !== '') {
    const verb = counts.query + counts.notice === 1 ? 'is' : 'are';
    parts.push(
      paragraph(
        `There ${verb} ${counts.error > 0 ? 'also ' : ''}${besides} for you to look at. They do not stop the return.`,
      ),
    );
  }
  return parts;
}

/** A list that an organisation keeps is not on this page: its rule is asked once the file is sent. */
function whyInWords(why: string): string {
  const [, list] = /^The reference “(.+)” was not given\.$/.exec(why) ?? [];
  if (list === undefined) return why;
  return `It is asked when you send the file: it looks values up in your organisation’s list of ${list.replaceAll('-', ' ')}.`;
}

/** Rules that could not be applied, and why; nothing where all were. */
export function notAskedParts({ notAsked }: Summary): readonly HTMLElement[] {
  if (notAsked.length === 0) return [];
  const items = notAsked.map(({ rule, why }) =>
    element('li', {}, element('code', { class: 'garner-code' }, rule), `: ${whyInWords(why)}`),
  );
  return [
    element('h2', { class: 'govuk-heading-m' }, 'Rules that could not be applied'),
    element('ul', { class: 'govuk-list govuk-list--bullet' }, ...items),
  ];
}

function remarks({ counts: { query, notice } }: Summary): string {
  const parts = [
    ...(query > 0 ? [count(query, 'query', 'queries')] : []),
    ...(notice > 0 ? [count(notice, 'notice')] : []),
  ];
  return parts.join(' and ');
}
