import type { Finding } from '../finding.ts';
import { BlockPacker } from './block.ts';
import { BlockTable, packIndex } from './block-table.ts';
import { ByteWriter } from './bytes.ts';
import { type Codec, type FindingsSink, type Group, tailOf } from './format.ts';

/** Writes a findings file in order, holding one block in memory. */
export class FindingsWriter {
  readonly #sink: FindingsSink;
  readonly #deflate: Codec;
  readonly #groups: Group[] = [];
  /** Numbers of the groups by rule, then column: asked for each finding, so no key is made of both. */
  readonly #numbers: Map<string, Map<string, number>> = new Map();
  /** How many findings of each group the block holds. */
  #counts: Uint32Array = new Uint32Array(64);
  readonly #table: BlockTable = new BlockTable();
  readonly #block: BlockPacker = new BlockPacker();
  readonly #bytes: ByteWriter = new ByteWriter();

  constructor(sink: FindingsSink, deflate: Codec) {
    this.#sink = sink;
    this.#deflate = deflate;
  }

  /** The groups met so far; a group's number is its place here. */
  get groups(): readonly Group[] {
    return this.#groups;
  }

  /** Adds findings after those added before. Call it again only once it is done. */
  async add(findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) {
      const group = this.#number(finding);
      this.#counts[group]!++;
      this.#block.add(group, finding);
      if (this.#block.isFull) await this.#flush();
    }
  }

  /** Writes what is left, the index and the mark; nothing may be added afterwards. */
  async end(): Promise<void> {
    if (this.#block.count > 0) await this.#flush();
    const index = await this.#deflate(packIndex({ groups: this.#groups, table: this.#table }));
    await this.#sink.write(index);
    await this.#sink.write(tailOf(index.length));
  }

  #number(finding: Finding): number {
    const known = this.#numbers.get(finding.rule)?.get(finding.column);
    return known ?? this.#newGroup(finding);
  }

  #newGroup({ rule, column, severity, message, help }: Finding): number {
    const number = this.#groups.push({ rule, column, severity, message, help }) - 1;
    const columns = this.#numbers.get(rule) ?? new Map<string, number>();
    this.#numbers.set(rule, columns.set(column, number));
    if (number === this.#counts.length) {
      const more = new Uint32Array(2 * number);
      more.set(this.#counts);
      this.#counts = more;
    }
    return number;
  }

  async #flush(): Promise<void> {
    this.#bytes.clear();
    this.#block.drain(this.#bytes);
    const packed = await this.#deflate(this.#bytes.written);
    this.#table.add(packed.length, this.#present());
    this.#counts.fill(0);
    await this.#sink.write(packed);
  }

  *#present(): Generator<readonly [number, number]> {
    for (let group = 0; group < this.#groups.length; group++) {
      const count = this.#counts[group]!;
      if (count > 0) yield [group, count];
    }
  }
}
