import type { Source } from '../source.ts';
import type { FileIndex } from './file-index.ts';
import { HashIndex, HashList, NumberList } from './hash-list.ts';
import type { Layout } from './layout.ts';
import { RowLoader } from './row-loader.ts';

export interface ChangedCell {
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

/** A row that both files have, with other values. */
export interface ChangedRow {
  readonly kind: 'changed';
  /** As spreadsheets count, in the old and in the new file. */
  readonly oldRow: number;
  readonly newRow: number;
  /** The values by which the row was found again. */
  readonly key: Readonly<Record<string, string>>;
  readonly cells: readonly ChangedCell[];
  /** Several rows have this key: they were paired in the order of the files. */
  readonly byOrder?: true;
}

/** A row that only the one or the other file has; `row` counts in that file. */
export interface LoneRow {
  readonly kind: 'added' | 'gone';
  readonly row: number;
  /** Its values by column; where they cannot be told apart, the values as they stand, under `1`, `2` and so on. */
  readonly values: Readonly<Record<string, string>>;
}

export type RowDifference = ChangedRow | LoneRow;

/** Rows handed out at once. */
const BATCH = 200;

interface Side {
  readonly source: Source;
  readonly index: FileIndex;
}

/**
 * Pairs the rows of two files: equal rows first, then rows of one key in the order of the files. Gives what is
 * changed and added in the order of the new file, then what is gone. Cells are compared by their values, read again.
 */
export async function* compareRows(layout: Layout, old: Side, now: Side): AsyncGenerator<RowDifference[]> {
  const unequal = new HashIndex(old.index.rows);
  const pending = new NumberList();
  const pendingKeys = new HashList();
  for (let at = 0; at < now.index.count; at++) {
    if (unequal.take(now.index.rows.low(at), now.index.rows.high(at)) >= 0) continue;
    pending.add(at);
    pendingKeys.add(now.index.keys.low(at), now.index.keys.high(at));
  }
  const lone = new HashIndex(old.index.keys, (at) => unequal.has(at));
  const waiting = new HashIndex(pendingKeys);
  const pairs = new Pairs(layout, old, now);
  for (let each = 0; each < pending.count; each++) {
    const [low, high] = [pendingKeys.low(each), pendingKeys.high(each)];
    const byOrder = lone.hasSeveral(low, high) || waiting.hasSeveral(low, high);
    const partner = lone.take(low, high);
    if (partner < 0) await pairs.lone('added', now, pending.at(each));
    else await pairs.pair(partner, pending.at(each), byOrder);
    if (pairs.found.length >= BATCH) yield pairs.take();
  }
  for (let at = 0; at < old.index.count; at++) {
    if (lone.has(at)) await pairs.lone('gone', old, at);
    if (pairs.found.length >= BATCH) yield pairs.take();
  }
  yield pairs.take();
}

class Pairs {
  found: RowDifference[] = [];
  readonly #layout: Layout;
  readonly #old: Side;
  readonly #now: Side;
  readonly #loaders: ReadonlyMap<Side, RowLoader>;

  constructor(layout: Layout, old: Side, now: Side) {
    this.#layout = layout;
    this.#old = old;
    this.#now = now;
    this.#loaders = new Map([old, now].map((side) => [side, new RowLoader(side.source, side.index)]));
  }

  take(): RowDifference[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  async pair(oldAt: number, newAt: number, byOrder: boolean): Promise<void> {
    const { columns, places, key } = this.#layout;
    const before = await this.#loaders.get(this.#old)!.values(oldAt);
    const after = await this.#loaders.get(this.#now)!.values(newAt);
    const cells = columns.flatMap((column, at) => {
      const [a = '', b = ''] = [before[places[at]![0]], after[places[at]![1]]];
      return a === b ? [] : { column, before: a, after: b };
    });
    if (cells.length === 0) return;
    if (cells.some(({ column }) => key.some((at) => columns[at] === column))) {
      // Two keys that hash alike: as rare as can be, and told apart all the same.
      await this.lone('added', this.#now, newAt);
      await this.lone('gone', this.#old, oldAt);
      return;
    }
    this.found.push({
      kind: 'changed',
      oldRow: this.#old.index.numbers.at(oldAt),
      newRow: this.#now.index.numbers.at(newAt),
      key: Object.fromEntries(key.map((at) => [columns[at]!, before[places[at]![0]] ?? ''])),
      cells,
      ...(byOrder ? { byOrder } : {}),
    });
  }

  async lone(kind: LoneRow['kind'], side: Side, at: number): Promise<void> {
    const { columns, places } = this.#layout;
    const values = await this.#loaders.get(side)!.values(at);
    const which = side === this.#old ? 0 : 1;
    const isWhole = places.every((place) => place[which] < values.length);
    const cells = isWhole
      ? columns.map((column, each) => [column, values[places[each]![which]] ?? ''])
      : values.map((value, each) => [String(each + 1), value]);
    this.found.push({ kind, row: side.index.numbers.at(at), values: Object.fromEntries(cells) });
  }
}
