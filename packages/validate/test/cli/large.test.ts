import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { folder, garner, PTQ_EXAMPLES } from './garner.ts';

const ROWS = 100_000;
const HEAD = readFileSync(join(PTQ_EXAMPLES, 'valid.csv'), 'utf8').split('\n')[0]!;

/** Every row has three wrong values. */
function* faultyRows(): Generator<string> {
  yield `${HEAD}\n`;
  for (let row = 0; row < ROWS; row += 100) {
    const some = Array.from(
      { length: 100 },
      (_, at) => `2023-31-10,2022/23,NSA,U01,June,-2,-2,C${row + at},2023-06-14,?,-2,M\n`,
    );
    yield some.join('');
  }
}

// The findings of this file as objects are four times what the heap is allowed.
test('300,000 findings are written as JSON in a heap of 48 MB, with exact counts', { timeout: 60_000 }, async () => {
  const cwd = folder();
  await pipeline(Readable.from(faultyRows()), createWriteStream(join(cwd, 'in.csv')));
  const args = ['check', 'in.csv', '--template', 'ptq-assessment-outcomes', '--format', 'json', '--out', 'out.json'];
  const { code, stderr } = await garner(args, { cwd, node: ['--max-old-space-size=48'] });
  expect([code, stderr]).toEqual([1, '']);
  let findings = 0;
  let last = '';
  const head: string[] = [];
  for await (const line of createInterface({ input: createReadStream(join(cwd, 'out.json')) })) {
    if (line.startsWith('{"rule":')) {
      findings++;
      last = line;
    } else head.push(line);
  }
  expect(findings).toBe(3 * ROWS);
  expect(JSON.parse(last.replace(/,$/, ''))).toMatchObject({
    rule: 'value.number',
    row: ROWS + 1,
    cell: `J${ROWS + 1}`,
  });
  // Without its findings the document is still JSON.
  expect(JSON.parse(head.join('\n'))).toMatchObject({
    rows: ROWS,
    counts: { error: 3 * ROWS, query: 0, notice: 0 },
    byRule: [{ count: ROWS }, { count: ROWS }, { count: ROWS }],
    findings: [],
  });
});
