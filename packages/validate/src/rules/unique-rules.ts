import type { CompiledTemplate } from '../compile.ts';
import { type CsvRecord, ESCAPED, HIGH } from '../csv/record.ts';
import { INCOMPLETE, RecordReader } from '../csv/record-reader.ts';
import { fieldValue } from '../csv/value.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Ledger, overlaps } from '../ledger.ts';
import { fieldPlace, type Place } from '../place.ts';
import type { Source } from '../source.ts';
import type { UniqueRule } from '../template.ts';
import type { KeyRows } from './key-rows.ts';
import { areSameBytes, type ReadRow, RowKeeper } from './read-row.ts';
import { RowIndex } from './row-index.ts';
import { type AskedUnique, type UniqueGroup, uniqueGroups } from './unique-groups.ts';

/** A row whose key hashes like an earlier row's, with all that is needed once the reader has gone on. */
interface Suspect extends HashedRow {
  readonly group: UniqueGroup;
  readonly row: number;
  readonly read: ReadRow;
  /** Whether each column's value is without fault. */
  readonly sound: Uint8Array;
  readonly codes: readonly string[];
  readonly place: Place;
  readonly keyPlace: Place;
}

/** A key's hash, and the row that was there before. */
export interface HashedRow {
  readonly low: number;
  readonly high: number;
  readonly first: number;
}

const encoder = new TextEncoder();

/** No row that a kernel passes is longer, in bytes. */
const KERNEL_ROW_LIMIT = 65_536 + 2;

/** Most groups of unique rules whose hashes a kernel makes; for more, the host makes them row by row. */
export const KERNEL_GROUPS = 1;

/** Finds rows whose key was there before; no pair is reported before its values have been compared. */
export class UniqueRules {
  readonly groups: readonly UniqueGroup[];
  /** Columns of the file that make the key whose hash a kernel gives; none where no rule asks for one. */
  readonly key: readonly number[];
  readonly notAsked: { rule: string; why: string }[] = [];
  readonly #compiled: CompiledTemplate;
  readonly #fileColumns: Int32Array;
  readonly #ledger: Ledger;
  readonly #kernel: Pick<Kernel, 'hash' | 'keyTable'>;
  readonly #source: Source;
  readonly #rows: RowKeeper;
  readonly #index: RowIndex<ReadRow>;
  readonly #hash: Uint32Array = new Uint32Array(2);
  #suspects: Suspect[] = [];
  #later: (HashedRow & { readonly row: number; readonly offset: number })[] = [];

  constructor(
    compiled: CompiledTemplate,
    fileColumns: Int32Array,
    source: Source,
    ledger: Ledger,
    kernel: Pick<Kernel, 'hash' | 'keyTable'>,
  ) {
    this.#compiled = compiled;
    this.#fileColumns = fileColumns;
    this.#ledger = ledger;
    this.#kernel = kernel;
    this.#source = source;
    this.#rows = new RowKeeper(fileColumns);
    this.#index = new RowIndex(source, (record) => this.#rows.keep(record));
    const notAsked = ({ code }: UniqueRule): void => {
      this.notAsked.push({ rule: code, why: 'A column it reads is not in the file.' });
    };
    this.groups = uniqueGroups(compiled, fileColumns, notAsked, () => kernel.keyTable());
    this.key = (this.groups[0]?.columns ?? []).map((column) => fileColumns[column]!);
  }

  /** Every row of the file, data or not, in order: it may have to be found again. */
  index(row: number, offset: number, end: number): void {
    if (this.groups.length > 0) this.#index.note(row, offset, end);
  }

  /** Makes room for so many rows of which the file is likely to have. */
  reserve(rows: number): void {
    for (const { keys } of this.groups) keys.reserve(rows);
  }

  /** Notes the hashes that a kernel gave for rows; see KeyTable. */
  noteAll(hashes: Uint32Array, from: number, to: number, row: number, repeats: number[]): void {
    this.groups[0]!.keys.noteAll(hashes, from, to, row, repeats);
  }

  /**
   * Looks at a row whose hash was there before. A rule about some columns is asked only where their values are
   * `sound`, as what is at fault is to be mended first; equal rows are equal rows, faults and all.
   */
  suspect(record: CsvRecord, sound: Uint8Array, hash: HashedRow): void {
    this.#suspect(this.groups[0]!, record, sound, hash);
  }

  /** The same for a right row that has to be read again: its number and where it begins. */
  suspectAt(row: number, offset: number, hash: HashedRow): void {
    this.#later.push({ row, offset, ...hash });
  }

  /** A data row whose key the kernel could not make, or that of further groups: the host makes it from the values. */
  noteValues(record: CsvRecord, sound: Uint8Array, from = 0): void {
    for (const group of this.groups.slice(from)) {
      this.#kernel.hash(this.#keyBytes(record, group.columns), this.#hash);
      const [low, high] = this.#hash as unknown as [number, number];
      const first = group.keys.note(low, high, record.row);
      if (first !== 0) this.#suspect(group, record, sound, { low, high, first });
    }
  }

  /** How many rows wait to be compared. */
  get waiting(): number {
    return this.#suspects.length + this.#later.length;
  }

  /** Compares the suspects with the earlier rows and reports those that are equal. */
  async settle(): Promise<void> {
    if (this.#later.length > 0) await this.#readLater();
    const suspects = this.#suspects.sort((a, b) => a.row - b.row);
    if (suspects.length === 0) return;
    this.#suspects = [];
    for (let from = 0; from < suspects.length; ) {
      const { row } = suspects[from]!;
      let to = from;
      while (suspects[to]?.row === row) to++;
      const ofRow = suspects.slice(from, to);
      if (!this.#settleAtOnce(ofRow)) await this.#settleRow(ofRow);
      from = to;
    }
    this.#ledger.nextRow();
  }

  /** Reads the rows that are suspected and were left to be read again. */
  async #readLater(): Promise<void> {
    const later = this.#later;
    this.#later = [];
    const sound = new Uint8Array(this.#compiled.fields.length).fill(1);
    const reader = new RecordReader();
    for (const { row, offset, ...hash } of later) {
      // Rows that follow each other are read together.
      const at = offset - reader.base;
      if (at >= reader.limit || reader.read(at, false) === INCOMPLETE) {
        reader.bytes = await this.#source.slice(offset, Math.min(offset + KERNEL_ROW_LIMIT, this.#source.size));
        reader.limit = reader.bytes.length;
        reader.base = offset;
        reader.read(0, true);
      }
      const { record } = reader;
      record.row = row;
      this.#suspect(this.groups[0]!, record, sound, hash, []);
    }
  }

  /** Settles a row that repeats, byte for byte, one that is at hand: most do where a file was appended to itself. */
  #settleAtOnce([suspect, ...more]: readonly Suspect[]): boolean {
    const first = this.#index.rowAtHand(suspect!.first);
    if (more.length > 0 || !first || !areSameBytes(suspect!.read, first)) return false;
    const found: string[] = [];
    for (const asked of suspect!.group.rules) this.#tell(suspect!, asked, suspect!.first, found);
    return true;
  }

  /** The suspicions of one row, by one group or several; rules are asked as the template lists them. */
  async #settleRow(suspects: readonly Suspect[]): Promise<void> {
    const asks = suspects.flatMap((suspect) => {
      const earlier = new Earlier(this.#index, suspect.first);
      return suspect.group.rules.map((asked) => ({ suspect, earlier, asked }));
    });
    const found: string[] = [];
    for (const { suspect, earlier, asked } of asks.sort((a, b) => a.asked.place - b.asked.place)) {
      const { columns, whole, seen } = asked;
      const same = (other: ReadRow): boolean =>
        areSameBytes(suspect.read, other) || this.#areEqual(suspect.read, other, columns, whole);
      const original = seen
        ? await this.#inSeen(seen, columns, suspect, earlier, same)
        : await this.#inGroup(suspect, earlier, same);
      if (original !== undefined) this.#tell(suspect, asked, original, found);
    }
  }

  #areEqual(one: ReadRow, other: ReadRow, columns: readonly number[], whole: boolean): boolean {
    const { texts } = this.#rows.values(one);
    const theirs = this.#rows.values(other);
    return columns.every((column) => theirs.texts[column] === texts[column] && (whole || !theirs.unread.has(column)));
  }

  /** Reports that a row repeats another by a rule, unless the rule is not asked of it; `found` has what was. */
  #tell(
    { codes, sound, place, keyPlace }: Suspect,
    { rule, columns, whole }: AskedUnique,
    original: number,
    found: string[],
  ): void {
    if (!whole && !columns.every((column) => sound[column])) return;
    if (overlaps([...codes, ...found], rule.besides ?? [])) return;
    found.push(rule.code);
    this.#ledger.add(rule, { ...(whole ? place : keyPlace), detail: `Same as row ${original}.` });
  }

  /** The earlier row with the same key by the narrowest rule; else the row is kept aside as the first with its key. */
  async #inGroup(
    { group: { keys }, low, high, row }: Suspect,
    earlier: Earlier,
    same: (other: ReadRow) => boolean,
  ): Promise<number | undefined> {
    if (same(await earlier.read())) return earlier.row;
    return await this.#among(keys.others(low, high), same, () => keys.keepAside(low, high, row));
  }

  /** The same by a wider rule, among the rows that share the narrowest rule's key. */
  async #inSeen(
    seen: KeyRows,
    columns: readonly number[],
    { row, read }: Suspect,
    earlier: Earlier,
    same: (other: ReadRow) => boolean,
  ): Promise<number | undefined> {
    const first = await earlier.read();
    if (same(first)) return earlier.row;
    this.#noteIn(seen, columns, first, earlier.row);
    const found = this.#noteIn(seen, columns, read, row);
    if (found === 0) return undefined;
    const [low, high] = [this.#hash[0]!, this.#hash[1]!];
    return await this.#among([found, ...seen.others(low, high)], same, () => seen.keepAside(low, high, row));
  }

  async #among(
    rows: readonly number[],
    same: (other: ReadRow) => boolean,
    otherwise: () => void,
  ): Promise<number | undefined> {
    for (const row of rows) if (same(await this.#index.row(row))) return row;
    otherwise();
    return undefined;
  }

  /** Notes a row by the values of some columns; gives the row already there, or 0. */
  #noteIn(keys: KeyRows, columns: readonly number[], read: ReadRow, row: number): number {
    const { texts } = this.#rows.values(read);
    // Only rows noted here are found here, and they are compared: how the values are joined is no matter.
    this.#kernel.hash([encoder.encode(columns.map((column) => texts[column]).join('\n'))], this.#hash);
    const found = keys.note(this.#hash[0]!, this.#hash[1]!, row);
    return found === row ? 0 : found;
  }

  #suspect(
    group: UniqueGroup,
    record: CsvRecord,
    sound: Uint8Array,
    hash: HashedRow,
    codes: readonly string[] = [...this.#ledger.codes],
  ): void {
    const { row, base, start, end } = record;
    const lead = group.columns[0]!;
    this.#suspects.push({
      ...hash,
      group,
      row,
      read: this.#rows.keep(record),
      sound: sound.slice(),
      codes,
      place: { row, offset: base + start, length: end - start, value: '' },
      keyPlace: fieldPlace(record, this.#fileColumns[lead]!, this.#compiled.fields[lead]!.template),
    });
  }

  /** Equal texts have equal bytes here, even where one is in UTF-8 and the other in Windows-1252. */
  #keyBytes(record: CsvRecord, columns: readonly number[]): Uint8Array[] {
    return columns.map((column) => {
      const at = this.#fileColumns[column]!;
      if (record.flags[at]! & (ESCAPED | HIGH)) return encoder.encode(fieldValue(record, at).text);
      return record.bytes.subarray(record.from[at]!, record.to[at]!);
    });
  }
}

/** The first row under a hash, read when it is needed and only once. */
class Earlier {
  readonly row: number;
  readonly #index: RowIndex<ReadRow>;
  #read: ReadRow | undefined;

  constructor(index: RowIndex<ReadRow>, row: number) {
    this.#index = index;
    this.row = row;
  }

  async read(): Promise<ReadRow> {
    return (this.#read ??= await this.#index.row(this.row));
  }
}
