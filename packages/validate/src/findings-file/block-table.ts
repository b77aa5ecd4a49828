import { ByteReader, ByteWriter } from './bytes.ts';
import type { Chosen, Group } from './format.ts';

/** One block as the table tells of it. */
export interface BlockFacts {
  /** Where it begins in the file. */
  readonly at: number;
  /** Its deflated length in bytes. */
  readonly length: number;
  /** How many of its findings are chosen. */
  readonly chosen: number;
}

/**
 * What each block holds, in the bytes that stand for it in the file: its length, then pairs of group and count. So the
 * table of 60,000,000 findings of 30 groups takes some 1 MB, and no object for a block.
 */
export class BlockTable {
  readonly #bytes: ByteWriter;

  constructor(coded?: Uint8Array) {
    this.#bytes = new ByteWriter();
    if (coded) this.#bytes.bytes(coded);
  }

  get coded(): Uint8Array {
    return this.#bytes.written;
  }

  add(length: number, counts: Iterable<readonly [group: number, count: number]>): void {
    const pairs = [...counts];
    this.#bytes.number(length);
    this.#bytes.number(pairs.length);
    for (const [group, count] of pairs) {
      this.#bytes.number(group);
      this.#bytes.number(count);
    }
  }

  /** Where the last block ends. Throws as `blocks` does. */
  end(): number {
    let end = 0;
    for (const { at, length } of this.blocks(undefined)) end = at + length;
    return end;
  }

  /** Every block in order. Throws RangeError where the table is cut. */
  *blocks(chosen: Chosen): Generator<BlockFacts> {
    const reader = new ByteReader(this.coded);
    for (let at = 0; reader.left > 0; ) {
      const length = reader.number();
      const pairs = reader.number();
      let sum = 0;
      for (let pair = 0; pair < pairs; pair++) {
        const group = reader.number();
        const count = reader.number();
        if (chosen === undefined || chosen.has(group)) sum += count;
      }
      yield { at, length, chosen: sum };
      at += length;
    }
  }
}

/** What a findings file says of itself. */
export interface Index {
  readonly groups: readonly Group[];
  readonly table: BlockTable;
}

/** The index as bytes: the groups as JSON, with its length before it, then the table of blocks. */
export function packIndex({ groups, table }: Index): Uint8Array {
  const writer = new ByteWriter();
  const words = new TextEncoder().encode(JSON.stringify(groups));
  writer.number(words.length);
  writer.bytes(words);
  writer.bytes(table.coded);
  return writer.written;
}

/** Throws RangeError, TypeError or SyntaxError where the bytes are no index. */
export function unpackIndex(bytes: Uint8Array): Index {
  const reader = new ByteReader(bytes);
  const groups = JSON.parse(reader.text(reader.number())) as readonly Group[];
  return { groups, table: new BlockTable(reader.bytes(reader.left)) };
}
