import { crc32, deflateRawSync } from 'node:zlib';

/** One entry to write. What is left out is as an honest archive has it. */
export interface ZipPart {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: 'stored' | 'deflate';
  /** CRC and sizes follow the data, as when an archive is written to a pipe. */
  readonly descriptor?: boolean;
  /** The data is not really encrypted; only said to be. */
  readonly encrypted?: boolean;
  /** The compression method the local header claims, whatever was done. */
  readonly claimedMethod?: number;
  /** The compressed size the local header claims. */
  readonly claimedSize?: number;
  /** Replaces the compressed bytes. */
  readonly packed?: Uint8Array;
}

/** A whole archive: entries, central directory, end record. */
export function zip(...parts: ZipPart[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const entry = zipEntry(part);
    directory.push(Buffer.concat([centralHeader(part, entry, at), Buffer.from(part.name)]));
    chunks.push(entry.bytes);
    at += entry.bytes.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...chunks, central, end]);
}

interface WrittenEntry {
  readonly bytes: Buffer;
  readonly crc: number;
  readonly packedSize: number;
  readonly flags: number;
  readonly method: number;
}

/** The local header, the data and, when asked for, the descriptor. */
export function zipEntry(part: ZipPart): WrittenEntry {
  const method = part.method === 'stored' ? 0 : 8;
  const packed = Buffer.from(part.packed ?? (method === 0 ? part.data : deflateRawSync(part.data)));
  const crc = crc32(part.data);
  const flags = (part.encrypted ? 1 : 0) | (part.descriptor ? 8 : 0);
  const name = Buffer.from(part.name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(part.claimedMethod ?? method, 8);
  if (!part.descriptor) {
    header.writeUInt32LE(crc, 14);
    header.writeUInt32LE(part.claimedSize ?? packed.length, 18);
    header.writeUInt32LE(part.data.length, 22);
  }
  header.writeUInt16LE(name.length, 26);
  const descriptor = Buffer.alloc(part.descriptor ? 16 : 0);
  if (part.descriptor) {
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    descriptor.writeUInt32LE(packed.length, 8);
    descriptor.writeUInt32LE(part.data.length, 12);
  }
  return { bytes: Buffer.concat([header, name, packed, descriptor]), crc, packedSize: packed.length, flags, method };
}

function centralHeader(part: ZipPart, entry: WrittenEntry, at: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(entry.flags, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(entry.packedSize, 20);
  header.writeUInt32LE(part.data.length, 24);
  header.writeUInt16LE(Buffer.byteLength(part.name), 28);
  header.writeUInt32LE(at, 42);
  return header;
}
