import type { CompiledTemplate } from '../compile.ts';
import type { CsvRecord } from '../csv/record.ts';
import { type Header, type LineEnd, type RowKind, readRows, type Visitor } from '../fix/rows.ts';
import type { Source } from '../source.ts';
import type { Hash } from './hash.ts';
import { HashList, NumberList } from './hash-list.ts';
import { DiffError } from './layout.ts';

/** Which of a file's columns are compared, and which make the key, as places in the file. */
export interface Places {
  readonly columns: readonly number[];
  readonly key: readonly number[];
}

/** Where each row of a file is, with hashes of its key and of all that is compared: 40 bytes a row. */
export class FileIndex implements Visitor {
  readonly keys: HashList = new HashList();
  readonly rows: HashList = new HashList();
  /** Row number, offset and length in bytes of each row. */
  readonly numbers: NumberList = new NumberList();
  readonly offsets: NumberList = new NumberList();
  readonly lengths: NumberList = new NumberList();
  readonly #places: Places;
  readonly #hash: Hash;

  constructor(places: Places, hash: Hash) {
    this.#places = places;
    this.#hash = hash;
  }

  get count(): number {
    return this.numbers.count;
  }

  header(): void {}

  row(record: CsvRecord, kind: RowKind): void {
    if (kind === 'blank') return;
    const hash = this.#hash;
    hash.clear();
    if (kind === 'data') for (const at of this.#places.key) hash.field(record, at);
    else this.#whole(record);
    this.keys.add(hash.low, hash.high);
    if (kind === 'data') for (const at of this.#places.columns) hash.field(record, at);
    this.rows.add(hash.low, hash.high);
    this.numbers.add(record.row);
    this.offsets.add(record.base + record.start);
    this.lengths.add(record.end - record.start);
  }

  /** The place in the index of a row number; -1 where it is no row of data. `numbers` rise. */
  find(row: number): number {
    let [low, high] = [0, this.count - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const number = this.numbers.at(middle);
      if (number === row) return middle;
      if (number < row) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** A row whose values cannot be told apart is compared as a whole line, and never has the key of another. */
  #whole({ bytes, start, end }: CsvRecord): void {
    this.#hash.text('\0line');
    this.#hash.bytes(bytes, start, end);
  }
}

/** Reads all rows of one of the two files. Throws DiffError where it cannot be read as this template. */
export async function readAll(
  which: DiffError['which'],
  source: Source,
  compiled: CompiledTemplate,
  visitor: Visitor,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reading = readRows(source, compiled, visitor);
  for (;;) {
    signal?.throwIfAborted();
    const step = await reading.next();
    if (!step.done) continue;
    if (step.value) throw new DiffError(which, 'The file cannot be read as this template.', step.value);
    return;
  }
}

/** The header of a file, read without its rows where the first chunk holds it. Throws DiffError as `readAll` does. */
export async function headerOf(which: DiffError['which'], source: Source, compiled: CompiledTemplate): Promise<Header> {
  let found: Header | undefined;
  const visitor: Visitor = {
    header: (_record: CsvRecord, header: Header, _end: LineEnd) => {
      found = header;
    },
    row: () => {},
  };
  const reading = readRows(source, compiled, visitor);
  while (!found) {
    const step = await reading.next();
    if (!step.done) continue;
    if (found) break;
    throw new DiffError(which, 'The file cannot be read as this template.', step.value ?? undefined);
  }
  await reading.return(undefined);
  return found;
}
