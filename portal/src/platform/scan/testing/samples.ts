import type { ScanFile } from '../scanner.ts';

/** In two parts, so that a scanner looking at this repository finds no test virus in it. */
export const EICAR = Buffer.from(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}'}${'$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

export const CSV = Buffer.from(
  'Qualification number,Certificates,Centre\r\n603/1234/5,12,10101\r\n603/1234/6,-2,10102\r\n',
);

/** A file of these bytes, given in chunks of `chunk` bytes (all at once by default). */
export function fileOf(bytes: Uint8Array, { name = 'return.csv', chunk = bytes.length || 1 } = {}): ScanFile {
  return {
    name,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

/** A file given in exactly these chunks. */
export function fileOfChunks(...chunks: Uint8Array[]): ScanFile {
  return {
    name: 'return.csv',
    size: chunks.reduce((sum, { length }) => sum + length, 0),
    async *stream() {
      yield* chunks;
    },
  };
}
