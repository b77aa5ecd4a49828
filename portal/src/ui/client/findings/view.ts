import { choose, isAll } from '@garner/validate/findings-file';
import { count } from '../../words.ts';
import type { Checked } from '../check/checker.ts';
import { element } from '../parts/dom.ts';
import { addressOf, type Place, placeIn } from './address.ts';
import { downloadFindings, type Format } from './download.ts';
import { enhanceFilter, showFilter } from './filter-form.ts';
import { pagination } from './pagination.ts';
import { pageOf } from './paging.ts';
import { countRow, findingRow } from './rows.ts';

const PAGE_SIZE = 50;

/** Which rules found how much in which columns, then every finding by pages: as the page of an attempt shows them. */
export class FindingsView {
  /** Holds it all; empty where nothing was found. */
  readonly root: HTMLElement = element('div');
  readonly #checked: Checked;
  readonly #parts: Parts | undefined;
  #place: Place = placeIn('');
  /** Counts the pages asked for, so that one that comes late is not shown. */
  #asked = 0;

  /** `kit` holds the template of parts.tsx. */
  constructor(kit: HTMLElement, checked: Checked) {
    this.#checked = checked;
    // What an earlier file's address chose is not meant for this one.
    history.replaceState(null, '', location.pathname + location.search);
    if (checked.counts.length === 0) return;
    const template = kit.querySelector<HTMLTemplateElement>('#findings-parts')!;
    this.root.append(template.content.cloneNode(true));
    const parts = (this.#parts = partsOf(this.root));
    fillTable(parts.summary, parts.summaryRow, checked.counts, countRow);
    enhanceFilter(parts.form, checked.counts, (filter) => this.#goTo({ filter, page: 1 }));
    for (const format of ['csv', 'json'] as const)
      parts.buttons[format].addEventListener('click', () => void this.#download(format));
    const follow = (): void => {
      if (!this.root.isConnected) removeEventListener('hashchange', follow);
      else if (location.hash === '' || location.hash.startsWith('#findings'))
        void this.#show(placeIn(location.hash), true);
    };
    addEventListener('hashchange', follow);
    void this.#show(placeIn(''), false);
  }

  #goTo(place: Place): void {
    const address = addressOf(place);
    // The address does not change where the same is asked for again, and then nobody is told.
    if (location.hash === address) void this.#show(place, true);
    else location.hash = address;
  }

  /** Puts the focus at the head of it. */
  begin(): void {
    this.root.querySelector<HTMLElement>('h2')?.focus();
  }

  async #show(place: Place, focus: boolean): Promise<void> {
    const { heading, form, showAll, shown, list, listRow, nav, navMade, buttons, download } = this.#parts!;
    const { counts, findings } = this.#checked;
    const asked = ++this.#asked;
    const { chosen, total } = choose(counts, place.filter);
    const at = pageOf(total, place.page, PAGE_SIZE);
    const page = await findings
      .page(chosen, Math.max(0, at.from - 1), total === 0 ? 0 : PAGE_SIZE)
      .catch(() => undefined);
    if (asked !== this.#asked) return;
    this.#place = place;
    const all = isAll(place.filter);
    heading.textContent = all ? 'Every finding' : 'Chosen findings';
    showAll.hidden = all;
    showFilter(form, place.filter);
    download.textContent = '';
    for (const format of ['csv', 'json'] as const)
      buttons[format].textContent = `Download ${all ? 'all' : 'these'} as ${format.toUpperCase()}`;
    shown.textContent = page
      ? shownInWords(at.from, at.to, total)
      : 'The findings can no longer be read. Check the file again.';
    fillTable(list, listRow, page ?? [], findingRow);
    list.hidden = !page || total === 0;
    nav.replaceChildren(...pagination(navMade, at, (number) => addressOf({ filter: place.filter, page: number })));
    if (focus) heading.focus();
  }

  async #download(format: Format): Promise<void> {
    const { buttons, download } = this.#parts!;
    for (const one of Object.values(buttons)) one.disabled = true;
    let told = performance.now();
    try {
      await downloadFindings(this.#checked, this.#place.filter, format, (done, of) => {
        if (performance.now() - told < 1000) return;
        told = performance.now();
        download.textContent = `Writing the file: ${Math.floor((100 * done) / of)}%.`;
      });
      download.textContent = 'The file is in your downloads. It was made on this computer.';
    } catch {
      download.textContent =
        'The file could not be made: it may be too large for the room that is left. Choose one rule or column, then try again.';
    } finally {
      for (const one of Object.values(buttons)) one.disabled = false;
    }
  }
}

type Parts = ReturnType<typeof partsOf>;

/** The places in a copy of the template that are filled in, and the row and pages that are copied for each. */
function partsOf(root: HTMLElement) {
  const [summary, list] = [...root.querySelectorAll<HTMLElement>('.garner-table-scroll')] as [HTMLElement, HTMLElement];
  const navMade = root.querySelector<HTMLElement>('nav')!;
  const nav = element('div');
  navMade.replaceWith(nav);
  const named = (name: string): HTMLButtonElement => root.querySelector(`button[name=${name}]`)!;
  const part = (name: string): HTMLElement => root.querySelector(`[data-part=${name}]`)!;
  return {
    heading: root.querySelector<HTMLElement>('#findings')!,
    form: root.querySelector('form')!,
    showAll: part('show-all'),
    shown: part('shown'),
    download: part('download'),
    buttons: { csv: named('csv'), json: named('json') },
    summary,
    summaryRow: summary.querySelector('tbody tr') as HTMLTableRowElement,
    list,
    listRow: list.querySelector('tbody tr') as HTMLTableRowElement,
    nav,
    navMade,
  };
}

function fillTable<T>(
  table: HTMLElement,
  row: HTMLTableRowElement,
  facts: readonly T[],
  fill: (row: HTMLTableRowElement, fact: T) => void,
): void {
  const rows = facts.map((fact) => {
    const copy = row.cloneNode(true) as HTMLTableRowElement;
    fill(copy, fact);
    return copy;
  });
  table.querySelector('tbody')!.replaceChildren(...rows);
}

function shownInWords(from: number, to: number, total: number): string {
  if (total === 0) return 'No finding is of this rule, column and kind.';
  return `Showing ${from.toLocaleString('en-GB')} to ${to.toLocaleString('en-GB')} of ${count(total, 'finding')}.`;
}
