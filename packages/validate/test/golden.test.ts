import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { examplePaths, goldenPath, goldenText } from './golden.ts';

const examples = examplePaths();

test('every edition has a file in which nothing is wrong', () => {
  const valid = examples.filter((path) => path.endsWith('/valid.csv'));
  expect(valid).toHaveLength(10);
  for (const path of valid) {
    const golden = JSON.parse(readFileSync(goldenPath(path), 'utf8'));
    expect(golden).toMatchObject({
      summary: { rowsChecked: true, counts: { error: 0, query: 0, notice: 0 } },
      findings: [],
    });
    // Only what needs another file: no list is given with the examples.
    const why: string[] = golden.summary.notAsked.map((each: { why: string }) => each.why);
    expect(why.filter((words) => !/^The reference .* was not given\.$/.test(words))).toEqual([]);
  }
});

// Findings that changed on purpose are written anew by `node scripts/golden.ts`, and read before they are kept.
test.each(examples)('%s: the findings kept beside it', async (path) => {
  expect(existsSync(goldenPath(path))).toBe(true);
  expect(await goldenText(path)).toBe(readFileSync(goldenPath(path), 'utf8'));
});
