import type { Ledger } from './ledger.ts';
import { type OpenLayer, ZipEntry } from './zip-entry.ts';
import { END_OF_DIRECTORY, LOCAL_HEADER } from './zip-header.ts';

/** Names that tell an Office file of today, by the part that holds its main content. */
const MAIN_PARTS = [
  [/^xl\/workbook\.(xml|bin)$/i, 'xlsx', 'xlsm'],
  [/^word\/document\d*\.xml$/i, 'docx', 'docm'],
  [/^ppt\/presentation\.xml$/i, 'pptx', 'pptm'],
] as const;

/**
 * Opens every ZIP entry in a stream of bytes, wherever it lies: one local header after the other, before, after, between
 * and inside other entries. Neither sizes nor the central directory can make it pass over one.
 */
export class ZipCarver {
  readonly #ledger: Ledger;
  readonly #openLayer: OpenLayer;
  #active: ZipEntry[] = [];
  #last: { entry: ZipEntry; at: number } | undefined;
  #tail: Buffer = Buffer.alloc(0);
  /** Where the tail begins in the stream. */
  #at = 0;
  #hasTypes = false;
  #mainPart: (typeof MAIN_PARTS)[number] | undefined;
  #hasMacroPart = false;
  /** Where the last end of a central directory was met. */
  #endAt = -1;

  constructor(ledger: Ledger, openLayer: OpenLayer) {
    this.#ledger = ledger;
    this.#openLayer = openLayer;
  }

  /** Which sort of Office file these entries make, if any. */
  get officeKind(): 'xlsx' | 'xlsm' | 'docx' | 'docm' | 'pptx' | 'pptm' | undefined {
    return this.#hasTypes ? this.#mainPart?.[this.#hasMacroPart ? 2 : 1] : undefined;
  }

  async write(chunk: Buffer): Promise<void> {
    for (const entry of this.#active) await this.#feed(entry, chunk);
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    let start = bytes.indexOf(LOCAL_HEADER);
    for (; start >= 0 && !this.#ledger.over; start = bytes.indexOf(LOCAL_HEADER, start + LOCAL_HEADER.length)) {
      await this.#start(bytes.subarray(start), this.#at + start);
    }
    this.#active = this.#active.filter((entry) => !entry.over);
    if (this.#last || this.#at === 0) {
      const end = bytes.lastIndexOf(END_OF_DIRECTORY);
      if (end >= 0) this.#endAt = this.#at + end;
    }
    const kept = Math.min(bytes.length, LOCAL_HEADER.length - 1);
    this.#at += bytes.length - kept;
    this.#tail = Buffer.from(bytes.subarray(bytes.length - kept));
  }

  /** Call at the end of the bytes; `isZip` when they were an archive from the start, which must then have an end. */
  async end(isZip: boolean): Promise<void> {
    for (const entry of this.#active) {
      await entry.end();
      this.#note(entry);
    }
    const lastEnd = this.#last ? this.#last.at + this.#last.entry.length : 0;
    if (isZip && this.#endAt < lastEnd && !this.#ledger.over) this.#ledger.warn('damaged');
  }

  async #start(bytes: Buffer, at: number): Promise<void> {
    const inOrder = this.#last ? at >= this.#last.at + this.#last.entry.length : at === 0;
    const entry = new ZipEntry(this.#ledger, this.#openLayer, inOrder);
    if (inOrder) this.#last = { entry, at };
    if (this.#active.length >= this.#ledger.limits.openStreams * 2) {
      this.#active = this.#active.filter(({ over }) => !over);
    }
    if (this.#active.length >= this.#ledger.limits.openStreams * 2) return this.#ledger.warn('overlapping');
    this.#active.push(entry);
    await this.#feed(entry, bytes);
  }

  async #feed(entry: ZipEntry, bytes: Buffer): Promise<void> {
    const known = entry.header !== undefined;
    await entry.write(bytes);
    if (!known) this.#note(entry);
  }

  #note({ header, inOrder }: ZipEntry): void {
    if (!header || !inOrder) return;
    this.#hasTypes ||= header.name === '[Content_Types].xml';
    this.#mainPart ??= MAIN_PARTS.find(([pattern]) => pattern.test(header.name));
    this.#hasMacroPart ||= /\/vbaProject\.bin$/i.test(header.name);
  }
}
