/**
 * Zip archives without compression whose every byte is known beforehand, so that they can be sent in ranges and resumed. By APPNOTE
 * 6.3.10: UTF-8 names, zip64 only where sizes, offsets or the number of files ask for it.
 */

export interface ZipEntry {
  /** With `/` between folders; unique in the archive. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly crc32: number;
  readonly at: Date;
}

/** A stretch of an archive: bytes of its own, or of an entry, from `start` up to but not including `end`. */
export type ZipPart =
  | { readonly bytes: Buffer }
  | { readonly entry: number; readonly start: number; readonly end: number };

const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const UTF8 = 0x0800;
const MADE_ON_UNIX = 3 << 8;
/** A plain file that everybody may read, in the place where Unix keeps it. */
const FILE_MODE = (0o100644 << 16) >>> 0;

/** The layout of an archive: where each byte of it comes from. */
export class ZipLayout {
  /** Bytes of the whole archive. */
  readonly size: number;
  readonly #entries: readonly ZipEntry[];
  readonly #names: readonly Buffer[];
  /** Where each entry's own header begins; one more for the end of the last entry. */
  readonly #starts: Float64Array;
  readonly #directory: Buffer;

  constructor(entries: readonly ZipEntry[]) {
    this.#entries = entries;
    this.#names = entries.map(({ name }) => Buffer.from(name));
    this.#starts = new Float64Array(entries.length + 1);
    let at = 0;
    for (const [index, { size }] of entries.entries()) {
      this.#starts[index] = at;
      at += headerLength(this.#names[index]!, size) + size;
    }
    this.#starts[entries.length] = at;
    this.#directory = this.#makeDirectory(at);
    this.size = at + this.#directory.length;
  }

  /** Where the bytes from `start` up to but not including `end` come from, in order. */
  *parts(start: number = 0, end: number = this.size): Generator<ZipPart> {
    for (let index = this.#entryAt(start); index < this.#entries.length; index++) {
      const from = this.#starts[index]!;
      if (from >= end) return;
      const entry = this.#entries[index]!;
      const header = localHeader(entry, this.#names[index]!);
      const bytes = header.subarray(clamp(start - from, header.length), clamp(end - from, header.length));
      if (bytes.length > 0) yield { bytes };
      const data = from + header.length;
      const [first, last] = [clamp(start - data, entry.size), clamp(end - data, entry.size)];
      if (first < last) yield { entry: index, start: first, end: last };
    }
    const data = this.#starts[this.#entries.length]!;
    const { length } = this.#directory;
    const bytes = this.#directory.subarray(clamp(start - data, length), clamp(end - data, length));
    if (bytes.length > 0) yield { bytes };
  }

  /** The entry that a byte belongs to, or the number of entries. */
  #entryAt(at: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle + 1]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeDirectory(offset: number): Buffer {
    const records = this.#entries.map((entry, index) =>
      directoryRecord(entry, this.#names[index]!, this.#starts[index]!),
    );
    const size = records.reduce((sum, { length }) => sum + length, 0);
    return Buffer.concat([...records, ending(records.length, size, offset)]);
  }
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}

function headerLength(name: Buffer, size: number): number {
  return 30 + name.length + (size >= MAX_32 ? 20 : 0);
}

/** Days and times as MS-DOS has them, in UTC: from 1980 on, every other second. */
function dosTime(at: Date): { readonly time: number; readonly date: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107);
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}

/** What a local header and a directory record have in common, from the version needed to the length of the name. */
function writeCommon(
  into: Buffer,
  at: number,
  { size, crc32, at: moment }: ZipEntry,
  name: Buffer,
  long: boolean,
): void {
  const { time, date } = dosTime(moment);
  into.writeUInt16LE(long ? 45 : 20, at);
  into.writeUInt16LE(UTF8, at + 2);
  into.writeUInt16LE(0, at + 4);
  into.writeUInt16LE(time, at + 6);
  into.writeUInt16LE(date, at + 8);
  into.writeUInt32LE(crc32, at + 10);
  into.writeUInt32LE(Math.min(size, MAX_32), at + 14);
  into.writeUInt32LE(Math.min(size, MAX_32), at + 18);
  into.writeUInt16LE(name.length, at + 22);
}

function localHeader(entry: ZipEntry, name: Buffer): Buffer {
  const long = entry.size >= MAX_32;
  const header = Buffer.alloc(headerLength(name, entry.size));
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, entry, name, long);
  header.writeUInt16LE(long ? 20 : 0, 28);
  name.copy(header, 30);
  if (long) writeExtra(header, 30 + name.length, [entry.size, entry.size]);
  return header;
}

function directoryRecord(entry: ZipEntry, name: Buffer, offset: number): Buffer {
  const long = [...(entry.size >= MAX_32 ? [entry.size, entry.size] : []), ...(offset >= MAX_32 ? [offset] : [])];
  const extra = long.length === 0 ? 0 : 4 + 8 * long.length;
  const record = Buffer.alloc(46 + name.length + extra);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_ON_UNIX | (long.length > 0 ? 45 : 20), 4);
  writeCommon(record, 6, entry, name, long.length > 0);
  record.writeUInt16LE(extra, 30);
  record.writeUInt32LE(FILE_MODE, 38);
  record.writeUInt32LE(Math.min(offset, MAX_32), 42);
  name.copy(record, 46);
  if (long.length > 0) writeExtra(record, 46 + name.length, long);
  return record;
}

/** The zip64 field: what did not fit, in its fixed order. */
function writeExtra(into: Buffer, at: number, values: readonly number[]): void {
  into.writeUInt16LE(0x0001, at);
  into.writeUInt16LE(8 * values.length, at + 2);
  for (const [index, value] of values.entries()) into.writeBigUInt64LE(BigInt(value), at + 4 + 8 * index);
}

function ending(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(size, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  if (count < MAX_16 && size < MAX_32 && offset < MAX_32) return end;
  const long = Buffer.alloc(56 + 20);
  long.writeUInt32LE(0x06064b50, 0);
  long.writeBigUInt64LE(44n, 4);
  long.writeUInt16LE(MADE_ON_UNIX | 45, 12);
  long.writeUInt16LE(45, 14);
  for (const [index, value] of [count, count, size, offset].entries())
    long.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
  // Where the record above is, for readers that come from behind.
  long.writeUInt32LE(0x07064b50, 56);
  long.writeBigUInt64LE(BigInt(offset + size), 64);
  long.writeUInt32LE(1, 72);
  return Buffer.concat([long, end]);
}
