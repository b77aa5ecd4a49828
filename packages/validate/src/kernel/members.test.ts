import fc from 'fast-check';
import { expect, test } from 'vitest';
import { perfectTable, wordHalves } from './members.ts';

const word = fc.uint8Array({ minLength: 1, maxLength: 8 }).filter((bytes) => bytes.at(-1) !== 0);

test('each member has a place of its own, where nothing else is found', () => {
  const members = fc.uniqueArray(word, { maxLength: 200, selector: (bytes) => Buffer.from(bytes).toString('hex') });
  fc.assert(
    fc.property(members, fc.array(word), (all, others) => {
      const table = perfectTable(all)!;
      const placeOf = (bytes: Uint8Array): number => {
        const [low, high] = wordHalves(bytes);
        return 2 * (Math.imul(low ^ Math.imul(high, table.multiplierHigh), table.multiplier) >>> table.shift);
      };
      const isIn = (bytes: Uint8Array): boolean => {
        const [low, high] = wordHalves(bytes);
        return table.words[placeOf(bytes)] === low && table.words[placeOf(bytes) + 1] === high;
      };
      expect(new Set(all.map(placeOf)).size).toBe(all.length);
      const known = new Set(all.map((bytes) => Buffer.from(bytes).toString('hex')));
      for (const bytes of [...all, ...others]) expect(isIn(bytes)).toBe(known.has(Buffer.from(bytes).toString('hex')));
    }),
    { numRuns: 60 },
  );
});

test('a value that is there twice has no table, which is said at once', () => {
  const twice = Uint8Array.of(1, 2);
  expect(perfectTable([twice, twice])).toBeUndefined();
});
