import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, placeIn } from './address.ts';

test('any place is found again by its address', () => {
  const place = fc.record({
    filter: fc.record({ rule: fc.string(), column: fc.string({ unit: 'binary' }), severity: fc.string() }),
    page: fc.integer({ min: 1 }),
  });
  fc.assert(
    fc.property(place, (one) => {
      expect(placeIn(addressOf(one))).toEqual(one);
    }),
  );
});

test.each([
  '',
  '#',
  '#findings',
  '#main-content',
  '#findings?page=0',
  '#findings?page=-3',
  '#findings?page=x',
  '#findings?page=1e400',
])('%j is all findings from the first', (hash) => {
  expect(placeIn(hash)).toEqual({ filter: { rule: '', column: '', severity: '' }, page: 1 });
});
