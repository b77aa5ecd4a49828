import { crc32 } from 'node:zlib';
import { Content } from './content.ts';
import { type ByteTarget, Inflater } from './inflater.ts';
import type { Ledger } from './ledger.ts';
import { DEFLATED, type LocalHeader, readLocalHeader, STORED } from './zip-header.ts';

/** Opens the next level for an entry; undefined when that is too deep. A quiet one only looks for signatures. */
export type OpenLayer = (options: { name?: string; quiet: boolean }) => ByteTarget | undefined;

const MACRO_PARTS = /(^|\/)(vbaProject\.bin|macrosheets\/[^/]+|Basic\/.+\.(xml|xba))$/i;

/** Bytes that other data will hardly ever unpack to, and end there, by chance. */
const SURELY_DEFLATE = 64;

/**
 * One entry of a ZIP, fed with everything from its local header on: where it ends is not taken from the header.
 * Deflate data ends by itself; stored data needs no end, since the level it lies in is searched whole anyway.
 * Data that is said to be stored, encrypted or anything else is tried as deflate too: archives exist that lie about it
 * to scanners, and unpack for readers that go by the central directory.
 */
export class ZipEntry {
  readonly #ledger: Ledger;
  readonly #openLayer: OpenLayer;
  /** Follows the entry before it, as in an honest archive. Others count as chance unless their header makes sense. */
  readonly inOrder: boolean;
  header: LocalHeader | undefined;
  #gathered: Buffer = Buffer.alloc(0);
  #content: Content | undefined;
  #inflater: Inflater | undefined;
  #layer: ByteTarget | undefined;
  #crc = 0;
  #unpacked = 0;

  constructor(ledger: Ledger, openLayer: OpenLayer, inOrder: boolean) {
    this.#ledger = ledger;
    this.#openLayer = openLayer;
    this.inOrder = inOrder;
  }

  get over(): boolean {
    return this.header !== undefined && this.#inflater?.state !== 'open' && this.#content?.over !== false;
  }

  /** Bytes from the start of the header to the end of the data; Infinity while that is open. */
  get length(): number {
    if (!this.header) return Number.POSITIVE_INFINITY;
    if (!this.#isDeflate) return this.header.length + (this.header.compressedSize ?? 0);
    return this.#inflater?.state === 'open' ? Number.POSITIVE_INFINITY : this.header.length + this.#consumed;
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.header) return this.#data(chunk);
    this.#gathered = Buffer.concat([this.#gathered, chunk]);
    this.header = readLocalHeader(this.#gathered);
    if (!this.header) return;
    const data = this.#gathered.subarray(this.header.length);
    this.#gathered = Buffer.alloc(0);
    this.#begin(this.header);
    await this.#data(data);
  }

  /** Call at the end of the bytes. */
  async end(): Promise<void> {
    if (!this.header && this.inOrder) this.#ledger.warn('damaged');
    await this.#content?.end();
    await this.#inflater?.finish();
    await this.#judge();
  }

  get #credible(): boolean {
    return this.inOrder || this.header?.plausible === true;
  }

  get #isDeflate(): boolean {
    return this.header?.method === DEFLATED && !this.header.encrypted;
  }

  get #consumed(): number {
    return this.#inflater?.consumed ?? 0;
  }

  #begin({ name, method, encrypted, compressedSize }: LocalHeader): void {
    if (!this.#ledger.takeEntry()) return;
    if (this.#credible) {
      if (MACRO_PARTS.test(name)) this.#ledger.warn('macros', name);
      if (encrypted) this.#ledger.warn('encrypted', name);
      else if (method === STORED) this.#beginStored(name, compressedSize);
      else if (method !== DEFLATED) this.#ledger.warn('unsupported-compression', name);
    }
    const quiet = !this.#isDeflate || !this.#credible;
    this.#layer = this.#openLayer({ name, quiet });
    const layer = this.#layer;
    if (!layer) return;
    this.#inflater = Inflater.open(this.#ledger, {
      write: (out) => {
        this.#crc = crc32(out, this.#crc);
        this.#unpacked += out.length;
        return layer.write(out);
      },
    });
    if (!this.#inflater) this.#ledger.warn('overlapping', name);
  }

  #beginStored(name: string, size: number | undefined): void {
    this.#content = new Content(this.#ledger, {
      name,
      inside: true,
      headBytes: Math.max(size ?? 512, 4),
      unpack: () => this.#openLayer({ quiet: false }),
    });
  }

  async #data(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#content?.over === false) await this.#content.write(bytes);
    if (this.#inflater?.state !== 'open') return;
    await this.#inflater.write(bytes);
    await this.#judge();
  }

  /** Once the deflate data is over: was it whole, and was it what the header said? */
  async #judge(): Promise<void> {
    const state = this.#inflater?.state;
    if (state === undefined || state === 'open' || !this.#layer) return;
    const layer = this.#layer;
    this.#layer = undefined;
    if (this.#ledger.over) return;
    await layer.end();
    if (!this.#credible) return;
    const { name, crc } = this.header!;
    if (this.#isDeflate) {
      const broken = state === 'corrupt' || (crc !== undefined && crc !== this.#crc);
      if (broken) this.#ledger.warn('damaged', name);
      return;
    }
    const fits = crc === undefined ? this.#unpacked >= SURELY_DEFLATE : this.#unpacked > 0 && crc === this.#crc;
    if (state === 'ended' && fits) this.#ledger.warn('disguised', name);
  }
}
