import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Each place that a fingerprint looks at has so many bytes. */
export const PIECE = 32 * 1024;
/** So many places: the first bytes, the last, and others evenly between. */
export const PLACES = 5;
/** What is read of a file at a time, so that a file of any size fits in little memory. */
const READ_BYTES = 2 * 1024 * 1024;

/** The places of a file of this size that its fingerprint looks at, in order: `[from, to)`. A small file is read whole. */
export function placesOf(size: number): readonly (readonly [from: number, to: number])[] {
  if (size <= PIECE * PLACES) return [[0, size]];
  return Array.from({ length: PLACES }, (_, at) => {
    const from = Math.floor(((size - PIECE) * at) / (PLACES - 1));
    return [from, from + PIECE] as const;
  });
}

/**
 * What a file is known by, whatever its name and date: SHA-256 of its size in decimal digits, a line break and the bytes at its
 * places; 64 hexadecimal digits. Quick for files of any size, so it can be asked before anything is sent.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  // Put together first, so that the browser reads once: each read costs more than its bytes.
  const looked = new Blob([`${file.size}\n`, ...placesOf(file.size).map(([from, to]) => file.slice(from, to))]);
  return bytesToHex(sha256(await bytesOf(looked, 0, looked.size)));
}

/** The SHA-256 of every byte of a file as 64 hexadecimal digits, read piece by piece. Throws once the signal is aborted. */
export async function sha256Of(file: Blob, signal?: AbortSignal): Promise<string> {
  const hash = sha256.create();
  for (let from = 0; from < file.size; from += READ_BYTES) {
    signal?.throwIfAborted();
    hash.update(await bytesOf(file, from, from + READ_BYTES));
  }
  return bytesToHex(hash.digest());
}

async function bytesOf(file: Blob, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}
