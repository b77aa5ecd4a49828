import type { Finding, Severity } from '@garner/validate';
import type { GroupCount } from '@garner/validate/findings-file';
import { element } from '../parts/dom.ts';
import { addressOf } from './address.ts';

/** Fills a copy of the row of the table by rule and column. */
export function countRow(row: HTMLTableRowElement, { rule, column, severity, count, message, help }: GroupCount): void {
  const [times, kind, where, what, mend] = row.cells as unknown as Cells;
  const link = times.querySelector('a')!;
  link.href = addressOf({ filter: { rule, column, severity: '' }, page: 1 });
  link.replaceChildren(
    count.toLocaleString('en-GB'),
    element('span', { class: 'govuk-visually-hidden' }, ` findings: ${message}`),
  );
  keepKind(kind, severity);
  where.replaceChildren(...breakable(column));
  const code = what.querySelector('code')!;
  code.textContent = rule;
  what.replaceChildren(message, element('br'), code);
  mend.textContent = help;
}

/** Fills a copy of the row of the table of findings. */
export function findingRow(row: HTMLTableRowElement, finding: Finding): void {
  const [place, where, cell, value, words] = row.cells as unknown as Cells;
  place.textContent = finding.row === 0 ? 'File' : finding.row.toLocaleString('en-GB');
  where.replaceChildren(...breakable(finding.column));
  cell.textContent = finding.cell;
  if (finding.value === '') value.textContent = finding.length === 0 ? 'nothing' : '–';
  else value.querySelector('code')!.textContent = visible(finding.value);
  keepKind(words, finding.severity);
  words.append(` ${finding.message} ${finding.detail ? `${finding.detail} ` : ''}${finding.help}`);
}

type Cell = HTMLTableCellElement;
type Cells = readonly [Cell, Cell, Cell, Cell, Cell];

/** Of the tags of all kinds, leaves this one. */
function keepKind(cell: HTMLElement, severity: Severity): void {
  cell.replaceChildren(cell.querySelector(`[data-kind=${severity}]`)!);
}

/** A name such as `UniqueLearnerNumber` that may break before each of its words. */
function breakable(name: string): readonly (Node | string)[] {
  return name.split(/(?=[A-Z][a-z])/).flatMap((part, index) => (index > 0 ? [element('wbr'), part] : [part]));
}

/** Control characters as their pictures, so that a line break or NUL in a value can be seen. */
function visible(value: string): string {
  return value.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\u2421';
  });
}
