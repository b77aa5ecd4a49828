import { Content } from './content.ts';
import { type FileKind, fileKind } from './file-kind.ts';
import type { ByteTarget } from './inflater.ts';
import type { Ledger } from './ledger.ts';
import { Matcher, type Pattern } from './matcher.ts';
import { MARKERS, SIGNATURES, type Signature } from './signatures.ts';
import type { ScanWarningCode } from './warnings.ts';
import { ZipCarver } from './zip-carver.ts';

const PATTERNS: readonly Pattern[] = [
  ...MARKERS.map((each) => pattern(each, 'marker')),
  ...SIGNATURES.map((each) => pattern(each, 'malware')),
];
const MARKER_WARNINGS: Readonly<Record<string, ScanWarningCode>> = {
  'marker:macros': 'macros',
  'marker:encrypted': 'encrypted',
};

export interface LayerOptions {
  /** 0 for the file itself, one more for each level of unpacking. */
  readonly depth: number;
  readonly name?: string;
  /** Only look for signatures: for data that is unpacked on suspicion and may be nothing. */
  readonly quiet: boolean;
}

/** One level of bytes: the file itself, or what came out of one compressed stream. All of it goes through the matcher. */
export class Layer implements ByteTarget {
  readonly #ledger: Ledger;
  readonly #options: LayerOptions;
  readonly #matcher = new Matcher(PATTERNS);
  readonly #content: Content | undefined;
  readonly #carver: ZipCarver | undefined;
  #bytes = 0;

  constructor(ledger: Ledger, options: LayerOptions) {
    this.#ledger = ledger;
    this.#options = options;
    const { depth, name, quiet } = options;
    if (quiet) return;
    this.#content = new Content(ledger, {
      ...(name !== undefined && { name }),
      inside: depth > 0,
      unpack: () => this.#open({ quiet: false }),
    });
    this.#carver = new ZipCarver(ledger, (inner) => this.#open(inner));
  }

  /** What these bytes are, as far as seen. */
  get kind(): FileKind {
    const kind = this.#content?.kind ?? fileKind('unknown');
    const office = kind.id === 'zip' ? this.#carver?.officeKind : undefined;
    return office ? fileKind(office) : kind;
  }

  async write(chunk: Buffer): Promise<void> {
    this.#bytes += chunk.length;
    if (this.#options.depth > 0 && this.#bytes > this.#ledger.largestUnpacked)
      this.#ledger.largestUnpacked = this.#bytes;
    this.#match(chunk);
    if (this.#ledger.over && this.#options.depth > 0) return;
    await this.#content?.write(chunk);
    if (!this.#ledger.over) await this.#carver?.write(chunk);
  }

  /** Call at the end of the bytes. */
  async end(): Promise<void> {
    await this.#content?.end();
    await this.#carver?.end(this.#content?.kind.id === 'zip');
  }

  #match(chunk: Buffer): void {
    for (const id of this.#matcher.feed(chunk)) {
      const code = MARKER_WARNINGS[id];
      if (code && !this.#options.quiet) this.#ledger.warn(code, this.#options.name);
      if (id.startsWith('malware:')) this.#ledger.hit ??= id.slice('malware:'.length);
    }
  }

  #open({ name, quiet }: { name?: string; quiet: boolean }): Layer | undefined {
    const depth = this.#options.depth + 1;
    if (depth <= this.#ledger.limits.depth)
      return new Layer(this.#ledger, { depth, quiet, ...(name !== undefined && { name }) });
    if (!quiet) this.#ledger.warn('nested-too-deep', this.#options.name);
    return undefined;
  }
}

function pattern({ name, hex, anyCase, after }: Signature, sort: 'marker' | 'malware'): Pattern {
  return {
    id: `${sort}:${name}`,
    bytes: Buffer.from(hex, 'hex'),
    anyCase: anyCase ?? false,
    after: after && `marker:${after}`,
  };
}
