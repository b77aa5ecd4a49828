import { type CsvRecord, ESCAPED, HIGH } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { KeyHash } from './reference-hash.ts';
import { HashSet } from './reference-set.ts';

/** Most bytes of a list's texts that a kernel takes, each with its share of the table. */
const TEXTS_BYTES = 64 * 1024;
const SHARE = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;
const encoder = new TextEncoder();

/**
 * The keys of one reference, by 64-bit hash: 9 to 15 bytes for each, whatever its length. A key that is there is always
 * found. One that is not is taken for one that is with a chance of 2^-64 for each key there: less than 2^-40 for
 * references of up to 16,777,216 keys.
 */
export class ReferenceKeys {
  /** How many values make a key. */
  readonly width: number;
  readonly #hash: KeyHash = new KeyHash();
  readonly #set: HashSet = new HashSet();
  /** The keys themselves, while they are texts of one column and few. */
  #texts: Uint8Array[] | undefined;
  #room = TEXTS_BYTES;
  #longest = 0;

  constructor(width: number) {
    this.width = width;
    this.#texts = width === 1 ? [] : undefined;
  }

  /** Different keys. */
  get size(): number {
    return this.#set.size;
  }

  /** The keys as UTF-8, where a kernel can look values up in them: one column, at most 64 KiB in all. */
  get texts(): readonly Uint8Array[] | undefined {
    return this.#texts;
  }

  /** Makes room for so many keys. */
  reserve(keys: number): void {
    this.#set.reserve(keys);
  }

  /** Takes a key of texts. */
  addTexts(texts: readonly string[]): void {
    // What is no text of characters can stand in no file, and as UTF-8 it would be taken for another.
    if (texts.some((text) => LONE_SURROGATE.test(text))) return;
    const values = texts.map((text) => encoder.encode(text));
    this.#hash.begin();
    for (const value of values) this.#hash.add(value, 0, value.length);
    if (this.#take() && this.#texts) this.#keepText(values[0]!);
  }

  /** Takes the key in some columns of a row. */
  addRow(record: CsvRecord, columns: readonly number[]): void {
    this.#hashRow(record, columns, Number.POSITIVE_INFINITY);
    if (this.#take() && this.#texts) this.#keepText(valueBytes(record, columns[0]!).slice());
  }

  /** Whether the values in some columns of a row are a key that was taken. */
  hasRow(record: CsvRecord, columns: readonly number[]): boolean {
    return this.#hashRow(record, columns, this.#longest) && this.#set.has(this.#hash.low, this.#hash.high);
  }

  /** Hashes a key of at most so many bytes, for longer ones would have multipliers drawn for whatever a file may hold. */
  #hashRow(record: CsvRecord, columns: readonly number[], most: number): boolean {
    const hash = this.#hash;
    hash.begin();
    for (const at of columns) {
      const plain = isPlain(record.flags[at]!);
      const bytes = plain ? record.bytes : valueBytes(record, at);
      const from = plain ? record.from[at]! : 0;
      const to = plain ? record.to[at]! : bytes.length;
      if (hash.length + to - from >= most) return false;
      hash.add(bytes, from, to);
    }
    return true;
  }

  /** Takes the key that was hashed; false where it was there before. */
  #take(): boolean {
    const hash = this.#hash;
    if (!this.#set.add(hash.low, hash.high)) return false;
    if (hash.length > this.#longest) this.#longest = hash.length;
    return true;
  }

  #keepText(text: Uint8Array): void {
    this.#room -= text.length + SHARE;
    if (this.#room < 0) this.#texts = undefined;
    else this.#texts?.push(text);
  }
}

/** The value of a field in UTF-8: equal texts have equal bytes, however they are quoted or encoded in the file. */
export function valueBytes(record: CsvRecord, at: number): Uint8Array {
  if (isPlain(record.flags[at]!)) return record.bytes.subarray(record.from[at]!, record.to[at]!);
  return encoder.encode(fieldValue(record, at).text);
}

/** Whether the bytes in the file are the value's in UTF-8. */
function isPlain(flags: number): boolean {
  return (flags & (ESCAPED | HIGH)) === 0;
}
