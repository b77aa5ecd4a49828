import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openKernel } from './index.ts';
import type { KeyTable } from './key-table.ts';

const kernels = await Promise.all((['js', 'wasm'] as const).map((name) => openKernel(name)));

describe.each(kernels)('the table of keys ($name)', (kernel) => {
  test.each([
    ['spread evenly', (row: number) => [Math.imul(row, 0x9e3779b1) >>> 0, Math.imul(row, 0x85ebca6b) >>> 0] as const],
    ['that follow each other', (row: number) => [row, 0] as const],
    ['at the upper end', (row: number) => [0xffffffff - row, 0xffffffff] as const],
  ])('keeps the first row of each hash, however many there are: hashes %s', (_how, hashOf) => {
    const table = kernel.keyTable();
    const wrong: number[] = [];
    for (let row = 1; row <= 5000; row++) if (table.note(...hashOf(row), row) !== 0) wrong.push(row);
    for (let row = 1; row <= 5000; row++) if (table.note(...hashOf(row), row + 5000) !== row) wrong.push(row);
    expect(wrong).toEqual([]);
  });

  test('says the same of rows one by one and some at a time, with room made for them or not', () => {
    const half = fc.oneof(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.constantFrom(0, 1, 0x01000000, 0xffffffff),
      fc.integer({ min: 0xfffffff0, max: 0xffffffff }),
    );
    const step = fc.record({
      hashes: fc.array(fc.tuple(half, half), { maxLength: 3000 }),
      way: fc.constantFrom('all', 'each'),
      reserve: fc.option(fc.integer({ min: 0, max: 20_000 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const table = kernel.keyTable();
        const first = new Map<number, number>();
        let row = 1;
        for (const { hashes, way, reserve } of steps) {
          if (reserve !== null) table.reserve(reserve);
          const found = way === 'all' ? noteAll(table, hashes, row) : noteEach(table, hashes, row);
          expect(found).toEqual(hashes.map(([low, high], at) => knownIn(first, low, high, row + at)));
          row += hashes.length;
        }
      }),
    );
  });
});

type Hashes = readonly (readonly [number, number])[];

/** What rows are there before, by a map; only the upper byte of the upper half counts. */
function knownIn(first: Map<number, number>, low: number, high: number, row: number): number {
  const key = (high >>> 24) * 0x100000000 + low;
  const known = first.get(key);
  if (known === undefined) first.set(key, row);
  return known ?? 0;
}

function noteEach(table: KeyTable, hashes: Hashes, row: number): number[] {
  return hashes.map(([low, high], at) => table.note(low, high, row + at));
}

function noteAll(table: KeyTable, hashes: Hashes, row: number): number[] {
  const repeats: number[] = [];
  const border = hashes.length >> 1;
  const list = Uint32Array.from(hashes.flat());
  table.noteAll(list, 0, border, row, repeats);
  table.noteAll(list, border, hashes.length, row, repeats);
  const found = hashes.map(() => 0);
  for (let at = 0; at < repeats.length; at += 2) found[repeats[at]!] = repeats[at + 1]!;
  return found;
}
