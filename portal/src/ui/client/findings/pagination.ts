import { type Page, pagesOffered } from './paging.ts';

/** The design system's pagination, from one that has an item of each sort; nothing where there is one page only. */
export function pagination(made: HTMLElement, at: Page, address: (page: number) => string): readonly HTMLElement[] {
  if (at.pages <= 1) return [];
  const nav = made.cloneNode(true) as HTMLElement;
  const list = nav.querySelector('ul')!;
  const [plain, current, gap] = [...list.children] as [Element, Element, Element];
  const items = pagesOffered(at).map((page) => {
    if (page === 'gap') return gap.cloneNode(true);
    const item = (page === at.page ? current : plain).cloneNode(true) as HTMLElement;
    const link = item.querySelector('a')!;
    link.href = address(page);
    link.setAttribute('aria-label', `Page ${page}`);
    link.textContent = page.toLocaleString('en-GB');
    return item;
  });
  list.replaceChildren(...items);
  leadTo(nav.querySelector('.govuk-pagination__prev')!, at.page > 1 ? address(at.page - 1) : undefined);
  leadTo(nav.querySelector('.govuk-pagination__next')!, at.page < at.pages ? address(at.page + 1) : undefined);
  return [nav];
}

function leadTo(part: Element, address: string | undefined): void {
  if (address === undefined) part.remove();
  else part.querySelector('a')!.href = address;
}
