import type { VNode } from 'preact';
import { govuk } from './govuk/index.ts';

/** Which rows a page shows, counted from 1. */
export interface Paging {
  readonly page: number;
  readonly pages: number;
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

/** Works out a page. A page beyond the last becomes the last. */
export function paging(total: number, asked: number, size: number): Paging {
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, asked), pages);
  return { page, pages, total, from: total === 0 ? 0 : (page - 1) * size + 1, to: Math.min(total, page * size) };
}

/** The design system's pagination; nothing where there is one page only. */
export function pagination({ page, pages }: Paging, href: (page: number) => string, label: string): VNode | null {
  if (pages <= 1) return null;
  const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages);
  const items = numbers.flatMap((number, index) => {
    const gap = index > 0 && number - numbers[index - 1]! > 1 ? [{ ellipsis: true }] : [];
    const item = { number: number.toLocaleString('en-GB'), href: href(number), visuallyHiddenText: `Page ${number}` };
    return [...gap, number === page ? { ...item, current: true } : item];
  });
  return govuk('pagination', {
    landmarkLabel: label,
    items,
    ...(page > 1 ? { previous: { href: href(page - 1) } } : {}),
    ...(page < pages ? { next: { href: href(page + 1) } } : {}),
  });
}
