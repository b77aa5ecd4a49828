import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partition } from './partition.ts';

/** Any automaton: state 0 leads only to itself. */
const graphs = fc.integer({ min: 1, max: 24 }).chain((count) =>
  fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc
      .record({
        cells: fc.array(fc.nat(count - 1), { minLength: count * width, maxLength: count * width }),
        accepts: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: count, maxLength: count }),
      })
      .map(({ cells, accepts }) => ({
        width,
        table: Uint16Array.from(cells, (cell, at) => (at < width ? 0 : cell)),
        accepts: Uint8Array.from(accepts, (accept, state) => (state === 0 ? 0 : accept)),
      })),
  ),
);

/** Moore's refinement, as a text has it: parts groups until nothing changes. */
function moore({ width, table, accepts }: { width: number; table: Uint16Array; accepts: Uint8Array }): number[] {
  let groups: number[] = [...accepts];
  for (;;) {
    const keys = groups.map((group, state) =>
      [group, ...table.subarray(state * width, (state + 1) * width)]
        .map((one, at) => (at === 0 ? one : groups[one]))
        .join(),
    );
    const names = [...new Set(keys)];
    const next = keys.map((key) => names.indexOf(key));
    if (names.length === new Set(groups).size) return next;
    groups = next;
  }
}

/** Groups by the first state of each, so that two numberings can be compared. */
const named = (groups: ArrayLike<number>): number[] => Array.from(groups, (group) => Array.from(groups).indexOf(group));

test('groups just the states that no value tells apart', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(named(partition(graph))).toEqual(named(moore(graph)));
    }),
    { numRuns: 2000 },
  );
});

test('one state, all accepting, none accepting', () => {
  for (const accepts of [[0], [1, 1, 1], [0, 0, 0]]) {
    const graph = { width: 1, table: Uint16Array.from(accepts, () => 0), accepts: Uint8Array.from(accepts) };
    expect(new Set(partition(graph)).size).toBe(1);
  }
});
