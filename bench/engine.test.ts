import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { engineBenchmark, engineTable } from './engine.ts';

test('measures the three ways through a file in processes of their own and leaves nothing behind', async () => {
  const before = leftovers();
  const files = [{ title: 'small', rows: 500, faults: 0.2 }];
  const { results, table } = await engineBenchmark(files, 1);
  expect(leftovers()).toEqual(before);
  expect(results.map(({ way }) => way)).toEqual(['engine', 'naive', 'read']);
  const [engine, naive, read] = results;
  expect(engine!.found).toBeGreaterThan(50);
  expect(naive!.found).toBeGreaterThan(50);
  expect(read!.found).toBe(engine!.bytes);
  for (const { best, median, peak } of results) {
    expect(best).toBeGreaterThan(0);
    expect(median).toBe(best);
    expect(peak).toBeGreaterThan(1e7);
  }
  expect(table.split('\n')).toHaveLength(5);
});

test('the table gives speeds of the best run, and the time of each way beside the engine', () => {
  const common = { file: 'f', rows: 1_000_000, bytes: 100_000_000, median: 4000, peak: 150_000_000, found: 1234 };
  const table = engineTable([
    { ...common, way: 'engine', best: 2000 },
    { ...common, way: 'naive', best: 5000 },
    { ...common, way: 'read', best: 25 },
  ]);
  expect(table.split('\n').slice(2)).toEqual([
    '| f | engine | 500,000 | 250,000 | 50 | 150 | 1,234 | × 1 |',
    '| f | naive check | 200,000 | 250,000 | 20 | 150 | 1,234 | × 2.5 |',
    '| f | plain read | 40,000,000 | 250,000 | 4,000 | 150 |  | × 0.013 |',
  ]);
});

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('garner-engine-bench-'));
}
