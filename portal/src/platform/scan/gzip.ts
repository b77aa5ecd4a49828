import { crc32 } from 'node:zlib';
import { type ByteTarget, Inflater } from './inflater.ts';
import type { Ledger } from './ledger.ts';

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const TRAILER_BYTES = 8;
/** A header longer than this (a name without end) is taken for damage, to bound memory. */
const LONGEST_HEADER = 128 * 1024;

/**
 * The members of a gzip file (RFC 1952), one after the other. Our own reading of the headers around raw deflate, because
 * zlib's gunzip throws away what it has unpacked when a member is followed by bytes that are not gzip.
 */
export class GzipReader {
  readonly #ledger: Ledger;
  readonly #target: ByteTarget;
  #part: 'header' | 'data' | 'trailer' | 'over' = 'header';
  #pending: Buffer = Buffer.alloc(0);
  #inflater: Inflater | undefined;
  #members = 0;
  #crc = 0;
  #targetEnded = false;

  constructor(ledger: Ledger, target: ByteTarget) {
    this.#ledger = ledger;
    this.#target = target;
  }

  get over(): boolean {
    return this.#part === 'over';
  }

  async write(chunk: Buffer): Promise<void> {
    let rest: Buffer | undefined = chunk;
    while (rest && rest.length > 0 && !this.over) {
      rest = this.#part === 'data' ? await this.#inflate(rest) : this.#step(rest);
    }
    if (this.over) await this.#endTarget();
  }

  /** Call at the end of the bytes: tells of a member that was cut short. */
  async end(): Promise<void> {
    await this.#inflater?.finish();
    const cut = this.#part === 'data' || this.#part === 'trailer' || (this.#part === 'header' && this.#members === 0);
    if (cut && !this.#ledger.over) this.#ledger.warn('damaged');
    this.#part = 'over';
    await this.#endTarget();
  }

  async #endTarget(): Promise<void> {
    if (this.#targetEnded) return;
    this.#targetEnded = true;
    if (!this.#ledger.over) await this.#target.end();
  }

  async #inflate(bytes: Buffer): Promise<Buffer | undefined> {
    const inflater = this.#inflater!;
    const before = inflater.consumed;
    await inflater.write(bytes);
    if (inflater.state === 'open') return undefined;
    if (inflater.state === 'corrupt') this.#ledger.warn('damaged');
    this.#inflater = undefined;
    this.#part = inflater.state === 'ended' ? 'trailer' : 'over';
    return bytes.subarray(inflater.consumed - before);
  }

  /** Header and trailer: gathers bytes until the part is whole, and returns what follows it. */
  #step(bytes: Buffer): Buffer | undefined {
    const gathered = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const length = this.#part === 'trailer' ? TRAILER_BYTES : headerLength(gathered);
    if (length === 'not gzip' || (length === undefined && gathered.length > LONGEST_HEADER)) {
      // After a whole member this is padding or rubbish, which unpackers leave alone too.
      if (this.#members === 0) this.#ledger.warn('damaged');
      this.#part = 'over';
      return undefined;
    }
    if (length === undefined || gathered.length < length) {
      this.#pending = Buffer.from(gathered);
      return undefined;
    }
    this.#pending = Buffer.alloc(0);
    if (this.#part === 'header') this.#openMember();
    else {
      if (gathered.readUInt32LE(0) !== this.#crc) this.#ledger.warn('damaged');
      this.#part = 'header';
    }
    return gathered.subarray(length);
  }

  #openMember(): void {
    this.#members++;
    this.#part = 'over';
    if (!this.#ledger.takeEntry()) return;
    this.#crc = 0;
    this.#inflater = Inflater.open(this.#ledger, {
      write: (out) => {
        this.#crc = crc32(out, this.#crc);
        return this.#target.write(out);
      },
    });
    if (this.#inflater) this.#part = 'data';
    else this.#ledger.warn('overlapping');
  }
}

/** Length of the header in bytes; undefined when it goes on beyond these bytes. */
function headerLength(bytes: Buffer): number | 'not gzip' | undefined {
  if (bytes[0] !== 0x1f || (bytes.length > 1 && bytes[1] !== 0x8b) || (bytes.length > 2 && bytes[2] !== 8)) {
    return 'not gzip';
  }
  if (bytes.length < 10) return undefined;
  const flags = bytes[3]!;
  let at = 10;
  if (flags & FLAG.extra) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if (!(flags & flag)) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return undefined;
    at = zero + 1;
  }
  return flags & FLAG.headerCrc ? at + 2 : at;
}
