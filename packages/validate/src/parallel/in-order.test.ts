import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChunkResult } from './chunk.ts';
import { inOrder } from './in-order.ts';
import type { ChunkJob } from './scan-chunk.ts';

/** What a scanner would say of rows that each end with a line feed. */
function scanned(bytes: string, { from, to, exact }: ChunkJob): ChunkResult {
  const after = (at: number): number => (bytes.indexOf('\n', at) + 1 || bytes.length + 1) as number;
  const start = exact ? from : Math.min(after(from - 1), bytes.length);
  let end = start;
  let rows = 0;
  for (; end < to && end < bytes.length; rows++) end = Math.min(after(end), bytes.length);
  const none = new Uint32Array(0);
  return { start, end, rows, starts: none, hashes: none, looks: none, bytes: new Uint8Array(0), wrong: none };
}

/** Threads whose answers come when they are let in. */
class Threads {
  readonly #waiting: (() => void)[] = [];

  scanner(bytes: string) {
    return {
      scan: (job: ChunkJob) =>
        new Promise<ChunkResult>((resolve) => {
          this.#waiting.push(() => resolve(scanned(bytes, job)));
        }),
    };
  }

  answer(count: number): void {
    for (const resolve of this.#waiting.splice(0, count)) resolve();
  }
}

const files = fc
  .array(fc.stringMatching(/^[a-z]{0,30}$/), { minLength: 1, maxLength: 60 })
  .map((rows) => rows.map((row) => `${row}\n`).join(''));

test('parts cover the file once, in order, whoever scans them and however late the answers come', async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 10 }),
      async (bytes, part, count, pace) => {
        const threads = new Threads();
        let turns = 0;
        const own = {
          scan: (job: ChunkJob) => scanned(bytes, job),
          turn: async () => {
            threads.answer(pace[turns++ % pace.length]!);
          },
        };
        const scanners = Array.from({ length: count }, () => threads.scanner(bytes));
        // Answers that nobody waits for by turns come by themselves.
        const timer = setInterval(() => threads.answer(1), 0);
        let end = 0;
        let rows = 0;
        try {
          for await (const chunk of inOrder(scanners, { from: 0, size: bytes.length, part, own })) {
            expect(chunk.start).toBe(end);
            end = chunk.end;
            rows += chunk.rows;
          }
        } finally {
          clearInterval(timer);
        }
        expect({ end, rows }).toEqual({ end: bytes.length, rows: bytes.split('\n').length - 1 });
      },
    ),
    { numRuns: 200 },
  );
});

test('the thread that takes the results scans while it waits, only so far ahead', async () => {
  const bytes = 'row\n'.repeat(100);
  const threads = new Threads();
  const scannedHere: number[] = [];
  let turns = 0;
  const own = {
    scan: (job: ChunkJob) => {
      scannedHere.push(job.from);
      return scanned(bytes, job);
    },
    turn: async () => {
      // The other thread answers after a while, and then at once.
      if (++turns > 20) threads.answer(10);
    },
  };
  const results = inOrder([threads.scanner(bytes)], { from: 0, size: bytes.length, part: 40, own });
  const first = results.next();
  await new Promise((resolve) => setImmediate(resolve));
  // Two parts are the other thread's; three may be scanned ahead of it.
  expect(scannedHere).toEqual([80, 120, 160]);
  threads.answer(10);
  expect((await first).value).toMatchObject({ start: 0, end: 40 });
  await results.return(undefined);
});
