import type { Finding } from '../finding.ts';
import { unpackBlock } from './block.ts';
import { type BlockFacts, type Index, unpackIndex } from './block-table.ts';
import { unpackFirstBlock, unpackFirstIndex } from './first-version.ts';
import {
  type Chosen,
  type Codec,
  FIRST_MARK,
  FindingsFileError,
  type FindingsSource,
  type Group,
  MARK,
  readTail,
  TAIL,
} from './format.ts';

interface Version {
  readonly index: (bytes: Uint8Array) => Index;
  readonly block: typeof unpackBlock;
}

const VERSIONS: Readonly<Record<string, Version>> = {
  [MARK]: { index: unpackIndex, block: unpackBlock },
  [FIRST_MARK]: { index: unpackFirstIndex, block: unpackFirstBlock },
};

/** Reads pages of a findings file. Throws FindingsFileError where it is damaged; errors of the source pass through. */
export class FindingsReader {
  readonly #source: FindingsSource;
  readonly #inflate: Codec;
  readonly #version: Version;
  readonly #index: Index;

  private constructor(source: FindingsSource, inflate: Codec, version: Version, index: Index) {
    this.#source = source;
    this.#inflate = inflate;
    this.#version = version;
    this.#index = index;
  }

  /** Reads the index, which is kept: some 1 MB for 60,000,000 findings, most often some kilobytes. */
  static async open(source: FindingsSource, inflate: Codec): Promise<FindingsReader> {
    const { name, size } = source;
    const tail = readTail(await source.read(Math.max(0, size - TAIL), size));
    const version = VERSIONS[tail?.mark ?? ''];
    const start = tail ? size - TAIL - tail.indexLength : -1;
    if (!version || start < 0) throw new FindingsFileError(`${name} is no findings file, or it was cut short`);
    const index = await unpacked(source, inflate, start, size - TAIL, (bytes) => {
      const found = version.index(bytes);
      if (found.table.end() !== start) throw new RangeError('The blocks do not end where the index begins');
      return found;
    });
    return new FindingsReader(source, inflate, version, index);
  }

  /** A group's number is its place here. */
  get groups(): readonly Group[] {
    return this.#index.groups;
  }

  /** Findings `skip` to `skip + take` of those chosen, in the order of their rows. */
  async page(chosen: Chosen, skip: number, take: number): Promise<Finding[]> {
    const page: Finding[] = [];
    let before = 0;
    for (const block of this.#index.table.blocks(chosen)) {
      if (page.length === take) break;
      if (block.chosen > 0 && before + block.chosen > skip) {
        const from = Math.max(0, skip - before);
        page.push(...(await this.#findings(block, chosen, from, from + take - page.length)));
      }
      before += block.chosen;
    }
    return page;
  }

  /** All that are chosen, a block at a time. */
  async *all(chosen: Chosen): AsyncGenerator<readonly Finding[]> {
    for (const block of this.#index.table.blocks(chosen)) {
      if (block.chosen > 0) yield await this.#findings(block, chosen, 0, block.chosen);
    }
  }

  async #findings({ at, length }: BlockFacts, chosen: Chosen, from: number, to: number): Promise<Finding[]> {
    return await unpacked(this.#source, this.#inflate, at, at + length, (bytes) =>
      this.#version.block(bytes, this.groups, chosen, from, to),
    );
  }
}

async function unpacked<T>(
  source: FindingsSource,
  inflate: Codec,
  start: number,
  end: number,
  unpack: (bytes: Uint8Array) => T,
): Promise<T> {
  const packed = await source.read(start, end);
  try {
    return unpack(await inflate(packed));
  } catch (cause) {
    throw new FindingsFileError(`${source.name} is damaged at byte ${start}`, { cause });
  }
}
