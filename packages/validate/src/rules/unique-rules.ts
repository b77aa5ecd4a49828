import type { CompiledTemplate } from '../compile.ts';
import { type CsvRecord, ESCAPED, HIGH } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { type Ledger, overlaps } from '../ledger.ts';
import { fieldPlace, type Place } from '../place.ts';
import type { Source } from '../source.ts';
import { decode } from '../text.ts';
import { RowIndex } from './row-index.ts';
import { hashBytes, joinHashes, KeyTable, newSeed } from './unique.ts';

/** A row whose key hashes like an earlier row's, with all that is needed once the reader has gone on. */
interface Suspect {
  readonly table: KeyTable;
  readonly hash: number;
  readonly first: number;
  readonly row: number;
  readonly values: readonly string[];
  readonly codes: readonly string[];
  readonly place: Place;
}

/** Finds rows whose key was there before; no pair is reported before its values have been compared. */
export class UniqueRules {
  readonly #compiled: CompiledTemplate;
  readonly #fileColumns: Int32Array;
  readonly #ledger: Ledger;
  readonly #tables: readonly KeyTable[];
  readonly #used: readonly number[];
  readonly #hashes: Int32Array;
  readonly #index: RowIndex;
  readonly #seed: number = newSeed();
  #suspects: Suspect[] = [];
  readonly notAsked: { rule: string; why: string }[] = [];

  readonly #join: typeof joinHashes;

  /** `join` makes one hash of those of a key's columns; what it gives affects only speed, never the outcome. */
  constructor(
    compiled: CompiledTemplate,
    fileColumns: Int32Array,
    source: Source,
    ledger: Ledger,
    join: typeof joinHashes = joinHashes,
  ) {
    this.#join = join;
    this.#compiled = compiled;
    this.#fileColumns = fileColumns;
    this.#ledger = ledger;
    this.#hashes = new Int32Array(compiled.fields.length);
    this.#index = new RowIndex(source, (record) => this.#values(record));
    this.#tables = compiled.uniqueRules.flatMap(({ rule, columns }) => {
      if (columns.every((column) => fileColumns[column] !== -1)) return new KeyTable(rule, columns);
      this.notAsked.push({ rule: rule.code, why: 'A column it reads is not in the file.' });
      return [];
    });
    this.#used = [...new Set(this.#tables.flatMap((table) => table.columns))];
  }

  /** Every row of the file, data or not, in order: it may have to be found again. */
  index(record: CsvRecord): void {
    if (this.#tables.length > 0) this.#index.note(record);
  }

  /**
   * A data row whose values can be told apart. A rule about some columns is asked only where their values are
   * `sound`, as what is at fault is to be mended first; equal rows are equal rows, faults and all.
   */
  note(record: CsvRecord, sound: Uint8Array): void {
    for (const column of this.#used) this.#hashes[column] = this.#hash(record, this.#fileColumns[column]!);
    for (const table of this.#tables) {
      if (!this.#isWhole(table) && table.columns.some((column) => !sound[column])) continue;
      const hash = this.#join(this.#hashes, table.columns);
      const first = table.note(hash, record.row);
      if (first !== 0) this.#suspect(table, hash, first, record);
    }
  }

  /** Compares the suspects with the earlier rows and reports those that are equal. Call between chunks. */
  async settle(): Promise<void> {
    const suspects = this.#suspects;
    this.#suspects = [];
    const found = new Map<number, string[]>();
    for (const suspect of suspects) {
      const { table, row, codes, place } = suspect;
      const original = await this.#original(suspect);
      if (original === undefined) continue;
      const already = found.get(row) ?? [];
      if (overlaps([...codes, ...already], table.rule.besides ?? [])) continue;
      found.set(row, [...already, table.rule.code]);
      this.#ledger.add(table.rule, { ...place, detail: `Same as row ${original}.` });
    }
    this.#ledger.nextRow();
  }

  /** Equal texts hash alike, even where one is in UTF-8 and the other in Windows-1252. */
  #hash({ bytes, from, to, flags }: CsvRecord, at: number): number {
    const escaped = (flags[at]! & ESCAPED) !== 0;
    if (flags[at]! & HIGH) {
      const { text, fellBack } = decode(bytes, from[at]!, to[at]!);
      if (fellBack) {
        const asUtf8 = new TextEncoder().encode(text);
        return hashBytes(this.#seed, asUtf8, 0, asUtf8.length, escaped);
      }
    }
    return hashBytes(this.#seed, bytes, from[at]!, to[at]!, escaped);
  }

  #isWhole({ columns }: KeyTable): boolean {
    return columns.length === this.#compiled.fields.length;
  }

  #suspect(table: KeyTable, hash: number, first: number, record: CsvRecord): void {
    const { row, base, start, end } = record;
    const lead = table.columns[0]!;
    const place = this.#isWhole(table)
      ? { row, offset: base + start, length: end - start, value: '' }
      : fieldPlace(record, this.#fileColumns[lead]!, this.#compiled.fields[lead]!.template);
    this.#suspects.push({
      table,
      hash,
      first,
      row,
      values: this.#values(record),
      codes: [...this.#ledger.codes],
      place,
    });
  }

  /** The row with the same key, if there is one; else the row is kept aside as the first with its key. */
  async #original({ table, hash, first, row, values }: Suspect): Promise<number | undefined> {
    const others = table.others.get(hash) ?? [];
    for (const candidate of [first, ...others]) {
      const earlier = await this.#index.values(candidate);
      if (table.columns.every((column) => earlier[column] === values[column])) return candidate;
    }
    table.others.set(hash, [...others, row]);
    return undefined;
  }

  #values(record: CsvRecord): readonly string[] {
    return Array.from(this.#fileColumns, (at) => (at === -1 || at >= record.count ? '' : fieldValue(record, at).text));
  }
}
