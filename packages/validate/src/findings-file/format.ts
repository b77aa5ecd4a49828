import type { Severity } from '../template.ts';

/**
 * The findings of one check as a compact file: blocks of findings, deflated, then an index that says for each block how
 * long it is and how many findings of which group it holds, then the length of the index and a mark. A page of any
 * filter is found by the index and one or two blocks, however many findings there are.
 *
 * One format for the server, browsers and the command line; who uses it says how bytes are deflated and where they go.
 */
export const MARK = 'GRF2';
/** The first version: blocks and index were JSON. It is read, and no longer written. */
export const FIRST_MARK = 'GRNF';
export const TAIL = 8;

/** Findings of one rule in one column; a finding names its group by number. */
export interface Group {
  readonly rule: string;
  readonly column: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
}

/** Which findings: by number of group; undefined for all. */
export type Chosen = ReadonlySet<number> | undefined;

/** Raw DEFLATE (RFC 1951) of some bytes, or back; at once or later. The bytes given may be reused afterwards. */
export type Codec = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** Where a findings file goes: pieces in order. A piece may be reused once `write` is done. */
export interface FindingsSink {
  write(bytes: Uint8Array): void | Promise<void>;
}

/** Where a findings file is read from. */
export interface FindingsSource {
  /** What messages call it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` up to but not including `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Thrown where a findings file is not as it was written. */
export class FindingsFileError extends Error {
  override name = 'FindingsFileError';
}

/** The last bytes of the file: how long the deflated index before them is, and the mark. */
export function tailOf(indexLength: number): Uint8Array {
  const tail = new Uint8Array(TAIL);
  new DataView(tail.buffer).setUint32(0, indexLength, true);
  tail.set(new TextEncoder().encode(MARK), 4);
  return tail;
}

/** Length of the index and mark, from the last bytes of a file. */
export function readTail(tail: Uint8Array): { readonly indexLength: number; readonly mark: string } | undefined {
  if (tail.length !== TAIL) return undefined;
  const mark = String.fromCharCode(...tail.subarray(4));
  return { indexLength: new DataView(tail.buffer, tail.byteOffset).getUint32(0, true), mark };
}
