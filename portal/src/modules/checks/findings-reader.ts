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

/** Thrown where a findings file is not as it was written. */
export class FindingsFileError extends Error {
  override name = 'FindingsFileError';
}

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
    const tail = await bytes(blobs, key, Math.max(0, size - 8), size);
    const start = tail.length === 8 && tail.toString('latin1', 4) === MARK ? size - 8 - tail.readUInt32LE(0) : -1;
    if (start < 0) throw new FindingsFileError(`${key} is no findings file, or it was cut short`);
    const index = await unpacked<Index>(blobs, key, start, size - 8);
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
    const all = await unpacked<Packed[]>(this.#blobs, this.#key, block.at, block.at + block.length);
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

async function unpacked<T>(blobs: Blobs, key: string, start: number, end: number): Promise<T> {
  const packed = await bytes(blobs, key, start, end);
  try {
    return JSON.parse((await inflate(packed)).toString()) as T;
  } catch (cause) {
    throw new FindingsFileError(`${key} is damaged at byte ${start}`, { cause });
  }
}

async function bytes(blobs: Blobs, key: string, start: number, end: number): Promise<Buffer> {
  return await buffer(await blobs.read(key, { start, end }));
}
