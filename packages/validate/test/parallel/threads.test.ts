import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countFaults } from '../../src/index.ts';
import { fileSource } from '../../src/node.ts';
import { check, headerOf, PTQ } from '../run.ts';

const CONTEXT = { dueDate: '2023-10-31', organisationNames: ['NSA'] };
let folder: string;
let path: string;

/** Some megabytes with faults, repeated rows, line breaks in quotation marks and rows that are too short. */
function text(): string {
  const rows = Array.from({ length: 60_000 }, (_, at) => {
    const code = at % 1000 === 7 ? '"line\nbreak"' : `U${at % 5000 === 9 ? 1 : at}`;
    const grade = at % 97 === 0 ? 'wrong' : 'M';
    const row = `2023-10-31,2022-2023,NSA,${code},-2,-2,-2,A1,2023-06-14,47,-2,${grade}`;
    return at % 2003 === 5 ? row.slice(0, 30) : row;
  });
  return `${headerOf(PTQ)}\n${rows.join('\n')}\n`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'garner-threads-'));
  path = join(folder, 'outcomes.csv');
  writeFileSync(path, text());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the file with two threads that have started. */
async function sharedSource(): ReturnType<typeof fileSource> {
  const source = await fileSource(path, { workers: 2, part: 100_000 });
  source.scanner?.start();
  await expect.poll(() => source.scanner?.ready, { timeout: 20_000, interval: 5 }).toBe(true);
  return source;
}

test('two threads find what one finds', async () => {
  await using alone = await fileSource(path, { workers: 1 });
  await using shared = await sharedSource();
  expect(alone.scanner).toBeUndefined();
  const wanted = await check(alone, PTQ, { context: CONTEXT });
  expect(wanted.summary.counts.error).toBeGreaterThan(600);
  expect(await check(shared, PTQ, { context: CONTEXT })).toEqual(wanted);
  // The same threads again, and for another purpose.
  expect(await check(shared, PTQ, { context: CONTEXT })).toEqual(wanted);
  expect(await countFaults(shared, PTQ)).toEqual(await countFaults(alone, PTQ));
}, 60_000);

test('threads are started by a check, not by whoever else reads the file', async () => {
  let started = 0;
  const count = (): void => {
    started++;
  };
  subscribe('worker_threads', count);
  try {
    await using source = await fileSource(path, { workers: 2 });
    for await (const _ of source.chunks());
    expect(started).toBe(0);
    await check(source, PTQ, { context: CONTEXT });
    await countFaults(source, PTQ);
    expect(started).toBe(1);
  } finally {
    unsubscribe('worker_threads', count);
  }
}, 60_000);

test('a check that is given up leaves threads that end', async () => {
  await using shared = await sharedSource();
  const abort = new AbortController();
  const run = check(shared, PTQ, {
    context: CONTEXT,
    signal: abort.signal,
    onProgress: ({ rows }) => {
      if (rows > 5000) abort.abort(new Error('enough'));
    },
  });
  await expect(run).rejects.toThrow('enough');
}, 60_000);
