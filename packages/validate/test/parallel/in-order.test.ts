import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, countFaults, check as run, type Source } from '../../src/index.ts';
import { openKernel } from '../../src/kernel/index.ts';
import type { ScanOrder } from '../../src/parallel/chunk.ts';
import { inOrder } from '../../src/parallel/in-order.ts';
import { type ChunkJob, PartScan } from '../../src/parallel/scan-chunk.ts';
import { ptqFiles } from '../files.ts';
import { check, headerOf, type Outcome, PTQ } from '../run.ts';

const CONTEXT = { dueDate: '2023-10-31', organisationNames: ['NSA', 'Northern Skills Awards', 'Café'] };
const kernels = { js: await openKernel('js'), wasm: await openKernel('wasm') };

/** A source whose parts are scanned by two scanners, as threads would, but one after the other. */
function shared(bytes: Uint8Array, partBytes: number): Source {
  const read = (target: Uint8Array, at: number): number => {
    const piece = bytes.subarray(at, at + target.length);
    target.set(piece);
    return piece.length;
  };
  const scan = ({ plan, kernel: name, from }: ScanOrder) => {
    const kernel = kernels[name];
    kernel.prepare(plan);
    const part = new PartScan(kernel, read, plan.key.length > 0);
    const scanner = { scan: async (job: ChunkJob) => part.scan(job) };
    return {
      results: inOrder([scanner, scanner], { from, size: bytes.length, part: partBytes }),
      setTexts: (number: number, texts: readonly Uint8Array[]) => kernel.setTexts(number, texts),
    };
  };
  // Pieces so small that the first row leaves something over.
  return { ...bytesSource(bytes, 100), scanner: { start: () => {}, ready: true, scan } };
}

/** Byte for byte. */
function same(actual: Outcome, wanted: Outcome): void {
  expect(JSON.stringify(actual)).toBe(JSON.stringify(wanted));
}

/** The rows of a file with a right one first, so that what a constant column must be is known early. */
function withRightRow(bytes: Uint8Array): Uint8Array {
  const at = bytes.indexOf(0x0a) + 1;
  const right = new TextEncoder().encode(
    `2023-10-31,2022-2023,NSA,${'x'.repeat(50)},-2,-2,-2,A1,2023-06-14,47,-2,M\n`.repeat(40),
  );
  return Uint8Array.from([...bytes.subarray(0, at), ...right, ...bytes.subarray(at)]);
}

for (const kernel of ['wasm', 'js'] as const) {
  test(`a file scanned in parts gives what it gives in one piece (${kernel})`, async () => {
    const parts = fc.oneof(fc.integer({ min: 60, max: 200 }), fc.integer({ min: 200, max: 3000 }));
    await fc.assert(
      fc.asyncProperty(ptqFiles(40, 5), parts, async (file, part) => {
        const bytes = withRightRow(file);
        const whole = await check(bytesSource(bytes), PTQ, { context: CONTEXT, kernel });
        const inParts = await check(shared(bytes, part), PTQ, { context: CONTEXT, kernel });
        same(inParts, whole);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
}

test('a row that spans many parts, one with line breaks in quotation marks, and one that is too long', async () => {
  const row = (name: string) => `2023-10-31,2022-2023,NSA,${name},-2,-2,-2,A1,2023-06-14,47,-2,M\n`;
  const files = [
    row('U01').repeat(100) + row('x'.repeat(9000)) + row('U02'),
    row('U01').repeat(100) + row(`"${'line\n'.repeat(2000)}"`) + row('U02').repeat(3),
    row('U01').repeat(100) + row(`"${'a,b\n'.repeat(300)}`) + row('U02').repeat(3),
    row('U01').repeat(100) + row('x'.repeat(1_100_000)) + row('U02'),
  ];
  for (const file of files) {
    const bytes = new TextEncoder().encode(`${headerOf(PTQ)}\n${file}`);
    const whole = await check(bytesSource(bytes), PTQ, { context: CONTEXT });
    for (const part of [64, 1000, 5000, 600_000]) {
      same(await check(shared(bytes, part), PTQ, { context: CONTEXT }), whole);
    }
  }
}, 60_000);

test('rows that repeat others are read again together, not one by one', async () => {
  const row = (number: number) => `2023-10-31,2022-2023,NSA,U${number},-2,-2,-2,A${number},2023-06-14,47,-2,M\n`;
  const rows = Array.from({ length: 2000 }, (_, at) => row(at)).join('');
  const bytes = new TextEncoder().encode(`${headerOf(PTQ)}\n${rows}${rows}`);
  const source = shared(bytes, 50_000);
  let reads = 0;
  const slice = (start: number, end: number): Promise<Uint8Array> => {
    reads++;
    return source.slice(start, end);
  };
  const outcome = await check({ ...source, slice }, PTQ, { context: CONTEXT });
  same(outcome, await check(bytesSource(bytes), PTQ, { context: CONTEXT }));
  expect(outcome.summary.byRule).toMatchObject([{ rule: 'PTQ-DUPLICATE-ROW', count: 2000 }]);
  // The rows before are read by 64.
  expect(reads).toBeLessThan(100);
}, 60_000);

test('what is found in a large part is handed on bit by bit, in the order of the rows', async () => {
  const row = (number: number) => {
    const name = number % 500 === 0 ? `"U${number}"x` : number % 700 === 0 ? `"U\n${number}"` : `U${number}`;
    return `${number % 3 === 0 ? '31/10/2023' : '2023-10-31'},2022-2023,NSA,${name},-2,-2,-2,A${number % 9000},2023-06-14,47,-2,M\n`;
  };
  const rows = Array.from({ length: 18_000 }, (_, at) => row(at)).join('');
  const bytes = new TextEncoder().encode(`${headerOf(PTQ)}\n${row(1)}${rows}${rows}`);
  const batches: number[] = [];
  const found = [];
  for await (const batch of run(shared(bytes, 1_500_000), PTQ, { context: CONTEXT }).batches()) {
    batches.push(batch.length);
    found.push(...batch);
  }
  expect(found).toEqual((await check(bytesSource(bytes), PTQ, { context: CONTEXT })).findings);
  expect(found.length).toBeGreaterThan(30_000);
  expect(Math.max(...batches)).toBeLessThan(10_000);
}, 60_000);

test('faults are counted the same in parts, by both kernels, and as a check finds them', async () => {
  await fc.assert(
    fc.asyncProperty(ptqFiles(30, 5), fc.integer({ min: 60, max: 2000 }), async (file, part) => {
      const bytes = withRightRow(file);
      const { findings, summary } = await check(bytesSource(bytes), PTQ);
      fc.pre(summary.rowsChecked && !findings.some(({ rule }) => rule === 'file.row-too-long'));
      const wanted = {
        rows: summary.rows,
        byColumn: PTQ.fields.map(
          ({ name }) =>
            findings.filter(
              ({ rule, column }) =>
                column === name &&
                ((rule.startsWith('value.') && rule !== 'value.scientific-text') || rule === 'csv.text-after-quote'),
            ).length,
        ),
        malformedRows: findings.filter(
          ({ rule }) => ['row.too-few', 'row.too-many', 'row.empty'].includes(rule) || rule === 'csv.never-closed',
        ).length,
      };
      for (const kernel of ['wasm', 'js'] as const) {
        expect(await countFaults(bytesSource(bytes, 100), PTQ, { kernel })).toMatchObject(wanted);
        expect(await countFaults(shared(bytes, part), PTQ, { kernel })).toMatchObject(wanted);
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
