/** Which findings a page shows, counted from 1. */
export interface Page {
  readonly page: number;
  readonly pages: number;
  readonly from: number;
  readonly to: number;
}

/** Works out a page. A page beyond the last becomes the last. */
export function pageOf(total: number, asked: number, size: number): Page {
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, asked), pages);
  return { page, pages, from: total === 0 ? 0 : (page - 1) * size + 1, to: Math.min(total, page * size) };
}

/** The pages to be offered: the first, the last and those next to this one; a gap stands for those between. */
export function pagesOffered({ page, pages }: Page): readonly (number | 'gap')[] {
  const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages);
  return numbers.flatMap((number, at) => (at > 0 && number - numbers[at - 1]! > 1 ? ['gap', number] : [number]));
}
