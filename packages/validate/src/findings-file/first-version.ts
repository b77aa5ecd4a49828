/** Files of the first version: blocks and index as JSON. Read for as long as there are any, never written. */
import type { Finding } from '../finding.ts';
import { BlockTable, type Index } from './block-table.ts';
import type { Chosen, Group } from './format.ts';

/** group, row, letters of the spreadsheet column, offset, length, value, detail */
type Packed = readonly [number, number, string, number, number, string, string?];

interface FirstIndex {
  readonly groups: readonly Group[];
  readonly blocks: readonly {
    readonly at: number;
    readonly length: number;
    readonly counts: readonly (readonly [number, number])[];
  }[];
}

const json = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

export function unpackFirstIndex(bytes: Uint8Array): Index {
  const { groups, blocks } = json<FirstIndex>(bytes);
  const table = new BlockTable();
  for (const { length, counts } of blocks) table.add(length, counts);
  return { groups, table };
}

export function unpackFirstBlock(
  packed: Uint8Array,
  groups: readonly Group[],
  chosen: Chosen,
  from: number,
  to: number,
): Finding[] {
  return json<Packed[]>(packed)
    .filter(([group]) => chosen === undefined || chosen.has(group))
    .slice(from, to)
    .map(([group, row, letters, offset, length, value, detail]) => {
      const { rule, severity, column, message, help } = groups[group]!;
      const cell = letters === '' ? '' : `${letters}${row}`;
      const place = { rule, severity, row, column, cell, offset, length, value, message, help };
      return detail === undefined ? place : { ...place, detail };
    });
}
