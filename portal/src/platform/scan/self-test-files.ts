import { constants, crc32, deflateRawSync } from 'node:zlib';
import { SIGNATURES } from './signatures.ts';

/** A file that is made as it is read, so that none of it need be held. */
export interface TestFile {
  readonly size: number;
  chunks(): Iterable<Uint8Array>;
}

interface Entry {
  readonly name: string;
  /** Bytes in the archive. */
  readonly size: number;
  /** Bytes before they were deflated; absent when they are stored as they are. */
  readonly unpacked?: number;
  readonly crc: number;
  readonly chunks: () => Iterable<Uint8Array>;
  readonly locked?: true;
}

const TEST_VIRUS = Buffer.from(SIGNATURES[0]!.hex, 'hex');
const ZEROS = Buffer.alloc(256 * 1024);
const PADDING_BYTES = 16 * 1024 * 1024;
/** Sizes and places in a ZIP archive without extensions have 32 bits; no clamd looks at files of more than 2 GiB. */
const LARGEST_ARCHIVE = 3 * 1024 ** 3;
/** The local header, the name twice and the place in the directory. */
const ENTRY_BYTES = 30 + 46;
const END_BYTES = 22;
const NAME_BYTES = 8;

/** The test virus as its standard wants it: alone. */
export const eicarFile: TestFile = { size: TEST_VIRUS.length, chunks: () => [TEST_VIRUS] };

/** A locked archive. Nothing unlocks it: the bytes are no cipher's. */
export function lockedArchive(): TestFile {
  const bytes = Buffer.from('not to be looked into without a password');
  return archive([{ ...entryOf('locked01', bytes), locked: true }]);
}

/**
 * The test virus in 120 archives, one in another: deeper than a clamd looks, unless MaxRecursion (17 by default) says so. Deflated
 * in the innermost, so that its bytes are not to be seen from outside.
 */
export function deepArchive(): TestFile {
  const packed = deflateRawSync(TEST_VIRUS);
  const innermost = { ...entryOf('eicar.co', packed), crc: crc32(TEST_VIRUS), unpacked: TEST_VIRUS.length };
  let inner: Uint8Array = Buffer.concat([...archive([innermost]).chunks()]);
  for (let depth = 1; depth < 120; depth++) inner = Buffer.concat([...archive([entryOf('inner.zi', inner)]).chunks()]);
  const bytes = inner;
  return { size: bytes.length, chunks: () => [bytes] };
}

/**
 * The test virus as the last file of an archive of `size` bytes (of the smallest that can be made, where `size` is less; of 3 GiB
 * where it is more). In an archive, since most signatures want the virus at the start of a file.
 */
export function virusBehindPadding(size: number): TestFile {
  const fixed = END_BYTES + ENTRY_BYTES + 2 * NAME_BYTES + TEST_VIRUS.length;
  const each = ENTRY_BYTES + 2 * NAME_BYTES;
  const room = Math.max(0, Math.min(size, LARGEST_ARCHIVE) - fixed);
  const count = Math.ceil(room / (PADDING_BYTES + each));
  let left = Math.max(0, room - count * each);
  const entries: Entry[] = [];
  const whole = padding(PADDING_BYTES);
  for (let at = 0; at < count; at++) {
    const bytes = Math.min(left, PADDING_BYTES);
    left -= bytes;
    entries.push({ name: `pad${String(at).padStart(5, '0')}`, ...(bytes === PADDING_BYTES ? whole : padding(bytes)) });
  }
  return archive([...entries, entryOf('eicar.co', TEST_VIRUS)]);
}

/**
 * `virusBehindPadding(size)` as the only file of an archive, deflated: small, and what it unpacks to is not. Its check sum is not
 * worked out, as that would take seconds and no scanner compares it.
 */
export function packedVirusBehindPadding(size: number): TestFile {
  const inner = virusBehindPadding(size);
  const packedZeros = packedPiece(ZEROS);
  const chunks = function* () {
    for (const chunk of inner.chunks()) yield chunk.length === ZEROS.length ? packedZeros : packedPiece(chunk);
    yield deflateRawSync(Buffer.alloc(0));
  };
  let packed = 0;
  for (const { length } of chunks()) packed += length;
  return archive([{ name: 'inner.zi', size: packed, unpacked: inner.size, crc: 0, chunks }]);
}

/** Deflated to whole bytes and without an end, so that such pieces may follow each other. */
function packedPiece(bytes: Uint8Array): Buffer {
  return deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
}

function entryOf(name: string, bytes: Uint8Array): Entry {
  return { name, size: bytes.length, crc: crc32(bytes), chunks: () => [bytes] };
}

function padding(size: number): Omit<Entry, 'name'> {
  const chunks = function* () {
    for (let at = 0; at < size; at += ZEROS.length) yield ZEROS.subarray(0, size - at);
  };
  let crc = 0;
  for (const chunk of chunks()) crc = crc32(chunk, crc);
  return { size, crc, chunks };
}

/** A ZIP archive of entries whose names have NAME_BYTES letters (APPNOTE 4.3). */
function archive(entries: readonly Entry[]): TestFile {
  const bodies = entries.reduce((sum, { size }) => sum + 30 + NAME_BYTES + size, 0);
  const directoryBytes = entries.length * (46 + NAME_BYTES);
  return {
    size: bodies + directoryBytes + END_BYTES,
    *chunks() {
      const directory: Buffer[] = [];
      let at = 0;
      for (const entry of entries) {
        directory.push(directoryEntry(entry, at));
        yield Buffer.concat([
          Buffer.from('PK\x03\x04', 'latin1'),
          facts(entry),
          Buffer.alloc(2),
          Buffer.from(entry.name),
        ]);
        yield* entry.chunks();
        at += 30 + NAME_BYTES + entry.size;
      }
      const end = Buffer.alloc(END_BYTES);
      end.write('PK\x05\x06', 'latin1');
      end.writeUInt16LE(entries.length, 8);
      end.writeUInt16LE(entries.length, 10);
      end.writeUInt32LE(directoryBytes, 12);
      end.writeUInt32LE(at, 16);
      yield Buffer.concat([...directory, end]);
    },
  };
}

/** What the local header and the directory say alike: 24 bytes from the version needed to the length of the name. */
function facts({ crc, size, unpacked, locked }: Entry): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(locked ? 1 : 0, 2);
  bytes.writeUInt16LE(unpacked === undefined ? 0 : 8, 4);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(size, 14);
  bytes.writeUInt32LE(unpacked ?? size, 18);
  bytes.writeUInt16LE(NAME_BYTES, 22);
  return bytes;
}

function directoryEntry(entry: Entry, at: number): Buffer {
  const rest = Buffer.alloc(16);
  rest.writeUInt32LE(at, 12);
  const start = Buffer.from('PK\x01\x02\x14\x00', 'latin1');
  return Buffer.concat([start, facts(entry), rest, Buffer.from(entry.name)]);
}
