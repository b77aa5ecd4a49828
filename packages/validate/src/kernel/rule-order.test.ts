import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RulePlan, TestPlan } from './plan.ts';
import { orderOf, refusedBy } from './rule-order.ts';

const is = (column: number, text: string, fixed = true): TestPlan => ({
  kind: 'is',
  column,
  texts: [new TextEncoder().encode(text)],
  fixed,
});
const rule = (columns: number[], tests: number[]): RulePlan => ({ columns, tests, holds: 0n });

test('tests and rules that read the last columns come first, and equal tests are asked once', () => {
  const tests = [is(0, 'A'), is(5, '-2'), is(3, '-2'), is(5, '-2'), { kind: 'uln', column: 5 } as const];
  const rules = [rule([0], [0]), rule([3, 5], [1, 2]), rule([5, 7], [3, 4])];
  expect(orderOf({ tests, rules })).toEqual({ places: [3, 0, 2, 0, 1], lasts: [7, 7, 5, 0], rules: [2, 1, 0] });
});

test('tests whose texts may change are asked by themselves', () => {
  const tests = [is(1, 'A', false), is(1, 'A', false), is(1, 'A')];
  expect(orderOf({ tests, rules: [rule([1], [0, 1, 2])] }).places).toEqual([0, 1, 2]);
});

test('one pattern of answers says of any rule it fits what its table says', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }).chain((count) =>
        fc.record({
          places: fc.shuffledSubarray([0, 1, 2, 5, 31, 32, 63], { minLength: count, maxLength: count }),
          // Rules as people write them refuse few answers, or all but few.
          few: fc.uniqueArray(fc.nat((1 << count) - 1), { maxLength: 4 }),
          refusesFew: fc.boolean(),
        }),
      ),
      ({ places, few, refusesFew }) => {
        const all = (1n << BigInt(1 << places.length)) - 1n;
        const some = few.reduce((bits, answers) => bits | (1n << BigInt(answers)), 0n);
        const plan = { columns: [0], tests: [...places.keys()], holds: refusesFew ? all & ~some : some };
        const refused = refusedBy(plan, places);
        for (let answers = 0; refused && answers < 1 << places.length; answers++) {
          const yes = places.reduce((bits, place, at) => bits | (BigInt((answers >> at) & 1) << BigInt(place)), 0n);
          const holds = ((plan.holds >> BigInt(answers)) & 1n) === 1n;
          expect((yes & refused.mask) !== refused.value).toBe(holds);
        }
        if (refusesFew && few.length <= 1) expect(refused).toBeDefined();
      },
    ),
    { numRuns: 500 },
  ));
