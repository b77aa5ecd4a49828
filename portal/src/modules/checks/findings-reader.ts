import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Finding } from '@garner/validate';
import type { Blobs } from '../../platform/blobs/index.ts';
import { type Block, type Index, MARK, type Packed } from './findings-writer.ts';

const inflate = promisify(inflateRaw);

/** Indexes kept in memory: the pages of one file are often asked for in a row. */
const KEPT = 32;
const keptOf = new WeakMap<Blobs, Map<string, Index>>();

/** Which findings: by number of group; undefined for all. */
export type Filter = ReadonlySet<number> | undefined;

/** Reads pages of a findings file. */
export class FindingsReader {
  readonly #blobs: Blobs;
  readonly #key: string;
  readonly #index: Index;

  private constructor(blobs: Blobs, key: string, index: Index) {
    this.#blobs = blobs;
    this.#key = key;
    this.#index = index;
  }

  static async open(blobs: Blobs, key: string): Promise<FindingsReader> {
    const kept = keptOf.get(blobs) ?? new Map<string, Index>();
    keptOf.set(blobs, kept);
    const known = kept.get(key);
    if (known) return new FindingsReader(blobs, key, known);
    const size = await blobs.size(key);
    const tail = await bytes(blobs, key, size - 8, size);
    if (tail.toString('latin1', 4) !== MARK) throw new Error(`${key} is no findings file`);
    const start = size - 8 - tail.readUInt32LE(0);
    const index = JSON.parse((await inflate(await bytes(blobs, key, start, size - 8))).toString()) as Index;
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, index);
    return new FindingsReader(blobs, key, index);
  }

  /** Findings `skip` to `skip + take` of those that the filter lets through, in the order of their rows. */
  async page(filter: Filter, skip: number, take: number): Promise<Finding[]> {
    const page: Finding[] = [];
    let before = 0;
    for (const block of this.#index.blocks) {
      const here = matching(block, filter);
      if (before + here > skip && here > 0) {
        const from = Math.max(0, skip - before);
        page.push(...(await this.#findings(block, filter)).slice(from, from + take - page.length));
        if (page.length === take) break;
      }
      before += here;
    }
    return page;
  }

  /** All that the filter lets through, a block at a time. */
  async *all(filter: Filter): AsyncGenerator<readonly Finding[]> {
    for (const block of this.#index.blocks) {
      if (matching(block, filter) > 0) yield await this.#findings(block, filter);
    }
  }

  async #findings(block: Block, filter: Filter): Promise<Finding[]> {
    const packed = await inflate(await bytes(this.#blobs, this.#key, block.at, block.at + block.length));
    const all = JSON.parse(packed.toString()) as Packed[];
    return all.filter(([group]) => filter === undefined || filter.has(group)).map((one) => this.#unpack(one));
  }

  #unpack([group, row, letters, offset, length, value, detail]: Packed): Finding {
    const { rule, severity, column, message, help } = this.#index.groups[group]!;
    const cell = letters === '' ? '' : `${letters}${row}`;
    return {
      rule,
      severity,
      row,
      column,
      cell,
      offset,
      length,
      value,
      message,
      help,
      ...(detail === undefined ? {} : { detail }),
    };
  }
}

function matching({ counts }: Block, filter: Filter): number {
  let sum = 0;
  for (const [group, count] of counts) if (filter === undefined || filter.has(group)) sum += count;
  return sum;
}

async function bytes(blobs: Blobs, key: string, start: number, end: number): Promise<Buffer> {
  return await buffer(await blobs.read(key, { start, end }));
}
