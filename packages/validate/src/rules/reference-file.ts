import { CsvReader, RecordTooLongError } from '../csv/reader.ts';
import { type CsvRecord, NEVER_CLOSED, TEXT_AFTER } from '../csv/record.ts';
import { SNIFF_BYTES, sniff } from '../csv/sniff.ts';
import { fieldValue } from '../csv/value.ts';
import { CATALOGUE } from '../fields/catalogue.ts';
import { shown } from '../finding.ts';
import { fold } from '../header.ts';
import type { Source } from '../source.ts';
import type { ReferenceKeys } from './reference-keys.ts';

/** Columns of a reference by name, and what takes their values. */
export interface WantedKeys {
  readonly columns: readonly string[];
  readonly keys: ReferenceKeys;
}

/** The same, bound to the columns of a file. */
interface Bound {
  readonly keys: ReferenceKeys;
  readonly columns: readonly number[];
}

/** Thrown where a reference is not what the rules need: no CSV, a column missing, a row that cannot be read. */
export class UnusableReferenceError extends Error {
  override name = 'UnusableReferenceError';
  /** The name by which the template asks for it. */
  readonly resource: string;

  constructor(resource: string, why: string) {
    super(`The reference “${resource}” cannot be used. ${why}`);
    this.resource = resource;
  }
}

/** From so many bytes it is foreseen how many keys there will be. */
const ENOUGH = 64 * 1024;
/** Most names of columns told in a message. */
const TOLD = 12;

/**
 * Reads a CSV file with a header once, in pieces, and takes the values of the columns wanted. Blank lines and rows of
 * commas alone are left out; any other row that is not like the header, or whose values cannot be told apart, is refused,
 * as a value lost here would be a false finding there. Throws UnusableReferenceError; errors of the source and an abort
 * pass through.
 */
export async function readReference(
  resource: string,
  source: Source,
  wanted: readonly WantedKeys[],
  signal?: AbortSignal,
): Promise<void> {
  const { skip, fault } = sniff(await source.slice(0, Math.min(SNIFF_BYTES, source.size)));
  if (fault) {
    const { message } = CATALOGUE[fault.code];
    throw new UnusableReferenceError(resource, [message, fault.detail ?? []].flat().join(' '));
  }
  const file = new ReferenceFile(resource, wanted);
  const reader = new CsvReader(skip);
  const take = (record: CsvRecord): void => file.take(record);
  let done = 0;
  try {
    for await (const chunk of source.chunks()) {
      signal?.throwIfAborted();
      reader.feed(chunk.subarray(Math.max(0, skip - done)), take);
      const before = done;
      done += chunk.length;
      if (before < ENOUGH && done >= ENOUGH) {
        for (const { keys } of wanted) keys.reserve((keys.size / done) * source.size);
      }
    }
    reader.end(take);
  } catch (error) {
    if (!(error instanceof RecordTooLongError)) throw error;
    throw new UnusableReferenceError(resource, `Row ${error.row} is longer than 1 MiB.`);
  }
}

/** One reference while it is read. */
class ReferenceFile {
  readonly #resource: string;
  readonly #wanted: readonly WantedKeys[];
  #bound: readonly Bound[] | undefined;
  #columnCount = 0;

  constructor(resource: string, wanted: readonly WantedKeys[]) {
    this.#resource = resource;
    this.#wanted = wanted;
  }

  take(record: CsvRecord): void {
    if (!this.#bound) this.#bound = this.#bind(record);
    else if (!record.blank && !isOnlyCommas(record)) this.#takeRow(record, this.#bound);
  }

  #takeRow(record: CsvRecord, bound: readonly Bound[]): void {
    this.#checkRow(record);
    for (const { keys, columns } of bound) {
      for (const at of columns) if (record.flags[at]! & TEXT_AFTER) this.#refuse(record, 'has text after the quotes');
      keys.addRow(record, columns);
    }
  }

  #bind(record: CsvRecord): readonly Bound[] {
    this.#columnCount = record.count;
    const kept = Math.min(record.count, record.from.length);
    const names = Array.from({ length: kept }, (_, at) => fieldValue(record, at).text);
    return this.#wanted.map(({ keys, columns }) => ({
      keys,
      columns: columns.map((column) => this.#place(column, names)),
    }));
  }

  /** The column of a name: spelt just so, else without case, blanks and punctuation. */
  #place(wanted: string, names: readonly string[]): number {
    const exact = places(names, (name) => name === wanted);
    const [at, ...others] = exact.length > 0 ? exact : places(names, (name) => fold(name) === fold(wanted));
    if (at === undefined) {
      const told = names.slice(0, TOLD).map((name) => `“${shown(name)}”`);
      const columns = [...told, ...(names.length > TOLD ? ['…'] : [])].join(', ');
      throw new UnusableReferenceError(this.#resource, `It has no column “${wanted}”. Its first row is ${columns}.`);
    }
    if (others.length > 0) throw new UnusableReferenceError(this.#resource, `It has the column “${wanted}” twice.`);
    return at;
  }

  #checkRow(record: CsvRecord): void {
    const last = Math.min(record.count, record.flags.length) - 1;
    if (record.flags[last]! & NEVER_CLOSED) this.#refuse(record, 'has a quotation mark that is never closed');
    if (record.count === this.#columnCount) return;
    this.#refuse(record, `has ${record.count} values, and the header has ${this.#columnCount} columns`);
  }

  #refuse({ row }: CsvRecord, why: string): never {
    throw new UnusableReferenceError(this.#resource, `Row ${row} ${why}.`);
  }
}

function places(names: readonly string[], alike: (name: string) => boolean): number[] {
  return [...names.keys()].filter((at) => alike(names[at]!));
}

function isOnlyCommas({ start, end, count }: CsvRecord): boolean {
  return count > 1 && end - start === count - 1;
}
