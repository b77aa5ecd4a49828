import type { FileKind } from './file-kind.ts';
import type { ScanWarning } from './warnings.ts';

/** What a scanner may say about a file. Everything that is not `clean` must be shown to people as not virus-free. */
export type Verdict =
  /** Only an engine with a real, current signature database may say this. */
  | { readonly verdict: 'clean'; readonly engine: string }
  | { readonly verdict: 'infected'; readonly engine: string; readonly signature: string }
  /**
   * `reason` is in plain words, without a capital or a full stop, to stand inside a sentence. `passing`: the trouble is the scanner's
   * and not the file's, so that the same file may get another verdict later.
   */
  | { readonly verdict: 'not-scanned'; readonly engine: string; readonly reason: string; readonly passing?: boolean };

/** The file to scan. `stream()` is called once; its errors reject the scan and never become a verdict. */
export interface ScanFile {
  readonly name: string;
  /** Bytes. A stream that gives fewer or more is reported as incomplete. */
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

export interface ScanOptions {
  /** Aborting rejects the scan with the signal's reason and lets go of the stream. */
  readonly signal?: AbortSignal;
}

export interface ScanResult {
  readonly verdict: Verdict;
  /** What the bytes are, whatever the file's name says. */
  readonly kind: FileKind;
  /** At most one of each code, in the order met. */
  readonly warnings: readonly ScanWarning[];
}

/** A malware scanner: `builtin` by default, `clamd` in production. */
export interface Scanner {
  readonly engine: string;
  /** True when the engine has real signatures and may therefore say `clean`. */
  readonly truly: boolean;
  scan(file: ScanFile, options?: ScanOptions): Promise<ScanResult>;
}
