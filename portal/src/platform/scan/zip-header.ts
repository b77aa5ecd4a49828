/** A ZIP local file header (APPNOTE 6.3.10, 4.3.7). None of it is believed without need: it is the sender's to write. */
export interface LocalHeader {
  /** Length of the header itself: the entry's data begins here. */
  readonly length: number;
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Of the unpacked data; undefined when it follows the data. */
  readonly crc: number | undefined;
  /** Undefined when it follows the data or does not fit in 32 bits. */
  readonly compressedSize: number | undefined;
  /** False for bytes that look like a header by chance, or were made to. */
  readonly plausible: boolean;
}

export const STORED = 0;
export const DEFLATED = 8;

/** PK, then 3, 4. */
export const LOCAL_HEADER = Buffer.from('504b0304', 'hex');
/** PK, then 5, 6: the end of the central directory, which a whole archive has. */
export const END_OF_DIRECTORY = Buffer.from('504b0506', 'hex');

const FIXED_BYTES = 30;
/** Bits 7–10, 12, 14 and 15 have no meaning or none outside PKWARE's own programs (APPNOTE 4.4.4). */
const UNUSED_FLAGS = 0xd780;
/** Methods with a number in APPNOTE 4.4.5. */
const KNOWN_METHODS = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99]);
const AES = 99;

/** Reads the header at the start of these bytes; undefined while it is not all there (at most 128 KB). */
export function readLocalHeader(bytes: Buffer): LocalHeader | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const nameLength = bytes.readUInt16LE(26);
  const length = FIXED_BYTES + nameLength + bytes.readUInt16LE(28);
  if (bytes.length < length) return undefined;
  const flags = bytes.readUInt16LE(6);
  const method = bytes.readUInt16LE(8);
  const size = bytes.readUInt32LE(18);
  const follows = (flags & 8) !== 0;
  return {
    length,
    name: bytes.toString('utf8', FIXED_BYTES, FIXED_BYTES + nameLength),
    method,
    encrypted: (flags & 1) !== 0 || (flags & 0x2000) !== 0 || method === AES,
    crc: follows ? undefined : bytes.readUInt32LE(14),
    compressedSize: follows || size === 0xffffffff ? undefined : size,
    plausible: (flags & UNUSED_FLAGS) === 0 && KNOWN_METHODS.has(method) && nameLength > 0 && bytes[4]! <= 63,
  };
}
