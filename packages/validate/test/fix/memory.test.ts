import { expect, test } from 'vitest';
import { planRepairs, repair } from '../../src/fix/index.ts';
import { PTQ } from '../run.ts';
import { generated, inUse, MB } from './memory.ts';

test('6 MB with repairs in every row take little memory, whatever the number of repairs', async () => {
  const rows = 60_000;
  const source = generated(
    rows,
    (n) => `31/10/2023,2022-2023,Soci\xe9t\xe9,U${n},-2,99,-2,A0012345,2023-06-14, 47 ,-2,M\n`,
  );
  const before = inUse();
  const plan = await planRepairs(source, PTQ);
  if ('refusal' in plan) throw new Error(plan.refusal.code);
  let [most, next, repairs, size] = [inUse() - before, MB, 0, 0];
  for await (const step of repair(source, PTQ, plan)) {
    repairs += step.repairs.length;
    size += step.bytes.length;
    if (size < next) continue;
    next += MB;
    most = Math.max(most, inUse() - before);
  }
  // A date, blanks and an encoding in each row; the letters take two bytes each now, the blanks none.
  expect([repairs, size]).toEqual([3 * rows, source.size]);
  expect(most).toBeLessThan(6 * MB);
});
