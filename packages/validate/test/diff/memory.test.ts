import { expect, test } from 'vitest';
import { compareFiles } from '../../src/diff/index.ts';
import { generated, inUse, MB } from '../fix/memory.ts';
import { PTQ } from '../run.ts';

test('80,000 rows, half of them changed, take some 100 bytes a row of each file', async () => {
  const rows = 40_000;
  const file = (marks: readonly string[]) =>
    generated(
      rows,
      (n) => `2023-10-31,2022-2023,NSA,U${n},-2,9900000179,-2,-2,2023-06-14,${marks[Number(n) % 2]},-2,M\n`,
    );
  const before = inUse();
  const differences = compareFiles(file(['47', '48']), file(['47', '49']), PTQ);
  let [most, batches, changed] = [0, 0, 0];
  for (;;) {
    const step = await differences.next();
    if (step.done) {
      expect(step.value.rows).toMatchObject({ same: rows / 2, changed: rows / 2, added: 0, gone: 0 });
      break;
    }
    for (const { kind } of step.value) if (kind === 'changed') changed++;
    if (batches++ % 40 === 0) most = Math.max(most, inUse() - before);
  }
  expect(changed).toBe(rows / 2);
  expect(most).toBeLessThan(2 * 130 * rows + 16 * MB);
});
