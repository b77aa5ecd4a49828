import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Finding, Severity } from '@garner/validate';

/**
 * The findings of one check as a compact file: blocks of findings, deflated, then an index that says for each
 * block where it is and how many findings of which group it holds, then the length of the index and a mark. A
 * page of any filter is found by the index and one or two blocks, however many findings there are.
 */
export const MARK = 'GRNF';
export const BLOCK_SIZE = 2048;

/** Findings of one rule in one column; a finding names its group by number. */
export interface Group {
  readonly rule: string;
  readonly column: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
}

/** group, row, letters of the spreadsheet column, offset, length, value, detail */
export type Packed = readonly [number, number, string, number, number, string, string?];

export interface Block {
  readonly at: number;
  readonly length: number;
  /** Pairs of group number and how many of it. */
  readonly counts: readonly (readonly [number, number])[];
}

export interface Index {
  readonly groups: readonly Group[];
  readonly blocks: readonly Block[];
}

/** Writes a findings file in order, holding one block in memory. */
export class FindingsWriter {
  readonly #file: number;
  readonly #groups: Group[] = [];
  readonly #numbers: Map<string, number> = new Map();
  readonly #blocks: Block[] = [];
  #waiting: Packed[] = [];
  #counts: Map<number, number> = new Map();
  #at = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  get groups(): readonly Group[] {
    return this.#groups;
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const group = this.#group(finding);
      const { row, cell, offset, length, value, detail } = finding;
      const letters = cell === '' ? '' : cell.slice(0, cell.length - String(row).length);
      this.#waiting.push(
        detail === undefined
          ? [group, row, letters, offset, length, value]
          : [group, row, letters, offset, length, value, detail],
      );
      this.#counts.set(group, (this.#counts.get(group) ?? 0) + 1);
      if (this.#waiting.length === BLOCK_SIZE) this.#flush();
    }
  }

  /** Writes the index and forces all to disk. */
  end(): void {
    this.#flush();
    const index: Index = { groups: this.#groups, blocks: this.#blocks };
    const packed = deflateRawSync(JSON.stringify(index), { level: 1 });
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(packed.length, 0);
    tail.write(MARK, 4, 'latin1');
    this.#write(packed);
    this.#write(tail);
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #group({ rule, column, severity, message, help }: Finding): number {
    const key = `${rule}\n${column}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#groups.push({ rule, column, severity, message, help }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const packed = deflateRawSync(JSON.stringify(this.#waiting), { level: 1 });
    this.#blocks.push({ at: this.#at, length: packed.length, counts: [...this.#counts] });
    this.#write(packed);
    this.#waiting = [];
    this.#counts = new Map();
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#at += bytes.length;
  }
}
