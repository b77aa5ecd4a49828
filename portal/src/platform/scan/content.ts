import { type FileKind, HEAD_BYTES, isProgram, isSealed, sniffKind } from './file-kind.ts';
import { GzipReader } from './gzip.ts';
import type { ByteTarget } from './inflater.ts';
import type { Ledger } from './ledger.ts';

/** Names that Windows runs on a double click, whatever the bytes. */
const RUNNABLE = /\.(exe|dll|com|scr|pif|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|sh)$/i;

export interface ContentOptions {
  /** The entry's name; absent for the file itself and for what was in a gzip file. */
  readonly name?: string;
  /** Whether this lies inside an archive. */
  readonly inside: boolean;
  /** First bytes to judge by; less than HEAD_BYTES for entries known to be shorter. */
  readonly headBytes?: number;
  /** Opens what a gzip file holds one level down; undefined when it may not be opened. */
  readonly unpack: () => ByteTarget | undefined;
}

/** The start of one content (a file, or an entry of an archive): says what it is, and opens it if it is gzip. */
export class Content {
  readonly #ledger: Ledger;
  readonly #options: ContentOptions;
  readonly #wanted: number;
  #head: Buffer = Buffer.alloc(0);
  #kind: FileKind | undefined;
  #gzip: GzipReader | undefined;
  #looked = false;

  constructor(ledger: Ledger, options: ContentOptions) {
    this.#ledger = ledger;
    this.#options = options;
    this.#wanted = Math.min(HEAD_BYTES, options.headBytes ?? HEAD_BYTES);
    if (options.inside && options.name && RUNNABLE.test(options.name)) ledger.warn('executable-inside', options.name);
  }

  /** By the bytes seen so far. */
  get kind(): FileKind {
    return this.#kind ?? sniffKind(this.#head);
  }

  /** Nothing more to learn from the bytes that follow. */
  get over(): boolean {
    return this.#kind !== undefined && (this.#gzip === undefined || this.#gzip.over);
  }

  async write(chunk: Buffer): Promise<void> {
    let bytes = chunk;
    if (!this.#looked) {
      bytes = Buffer.concat([this.#head, chunk]);
      this.#collect(chunk);
      if (this.#head.length < Math.min(3, this.#wanted)) return;
      this.#looked = true;
      this.#openGzip();
    } else this.#collect(chunk);
    await this.#gzip?.write(bytes);
  }

  /** Call at the end of the bytes. */
  async end(): Promise<void> {
    if (this.#kind === undefined) this.#judge();
    await this.#gzip?.end();
  }

  #collect(chunk: Buffer): void {
    if (this.#kind !== undefined) return;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, this.#wanted - this.#head.length)]);
    if (this.#head.length >= this.#wanted) this.#judge();
  }

  #openGzip(): void {
    if (this.#head[0] !== 0x1f || this.#head[1] !== 0x8b) return;
    const target = this.#options.unpack();
    if (target) this.#gzip = new GzipReader(this.#ledger, target);
  }

  #judge(): void {
    const kind = sniffKind(this.#head);
    this.#kind = kind;
    const { inside, name } = this.#options;
    if (inside && isProgram(kind)) this.#ledger.warn('executable-inside', name);
    if (isSealed(kind)) this.#ledger.warn('archive-not-opened', name);
  }
}
