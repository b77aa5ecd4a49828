import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from './govuk/index.ts';
import { pagination, paging } from './pagination.ts';

const total = fc.nat(2_000_000);
const size = fc.integer({ min: 1, max: 100 });

test('whatever is asked, the page is one that exists, and says the rows that are on it', () => {
  fc.assert(
    fc.property(total, fc.integer({ min: -5, max: 1e9 }), size, (all, asked, each) => {
      const { page, pages, from, to } = paging(all, asked, each);
      expect(page).toBeGreaterThanOrEqual(1);
      expect(page).toBeLessThanOrEqual(pages);
      if (asked >= 1 && asked <= pages) expect(page).toBe(asked);
      expect(to).toBeLessThanOrEqual(all);
      expect(all === 0 ? 0 : to - from + 1).toBe(Math.min(each, all - (page - 1) * each));
    }),
  );
});

test('the pages one after the other show each row once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), size, (all, each) => {
      let next = 1;
      for (let page = 1; page <= paging(all, 1, each).pages; page++) {
        const { from, to } = paging(all, page, each);
        expect(from).toBe(next);
        next = to + 1;
      }
      expect(next).toBe(all + 1);
    }),
  );
});

test('the links lead to the first, the last and the pages beside this one, in order and each once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40_000 }), fc.integer({ min: 1, max: 40_000 }), (pages, asked) => {
      const at = paging(pages * 50, asked, 50);
      const markup = html(pagination(at, (page) => `?page=${page}`, 'Findings')!);
      const numbers = [...markup.matchAll(/href="\?page=(\d+)" aria-label="Page/g)].map(([, number]) => Number(number));
      const wanted = [1, at.page - 1, at.page, at.page + 1, pages].filter((one) => one >= 1 && one <= pages);
      expect(numbers).toEqual([...new Set(wanted)]);
      expect(markup.includes('rel="prev"')).toBe(at.page > 1);
      expect(markup.includes('rel="next"')).toBe(at.page < pages);
      expect(markup.match(/aria-current="page"/g)).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test('one page needs no links', () => {
  expect(pagination(paging(50, 1, 50), String, 'Findings')).toBeNull();
  expect(pagination(paging(0, 1, 50), String, 'Findings')).toBeNull();
});
