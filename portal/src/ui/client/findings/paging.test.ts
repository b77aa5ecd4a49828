import { expect, test } from 'vitest';
import { paging } from '../../pagination.ts';
import { pageOf, pagesOffered } from './paging.ts';

test('pages are worked out as the server works them out', () => {
  for (const total of [0, 1, 49, 50, 51, 200_000])
    for (const asked of [-1, 1, 2, 3999, 1e9]) {
      const { total: _total, ...wanted } = paging(total, asked, 50);
      expect(pageOf(total, asked, 50)).toEqual(wanted);
    }
});

test.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [1, 9, [1, 2, 'gap', 9]],
  [5, 9, [1, 'gap', 4, 5, 6, 'gap', 9]],
  [9, 9, [1, 'gap', 8, 9]],
])('page %i of %i offers %j', (page, pages, offered) => {
  expect(pagesOffered({ page, pages, from: 0, to: 0 })).toEqual(offered);
});
