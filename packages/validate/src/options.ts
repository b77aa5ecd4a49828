import type { KnownTemplate } from './header.ts';
import type { KernelName } from './kernel/kernel.ts';
import type { CheckContext } from './rules/cel.ts';
import type { References } from './rules/reference-load.ts';

export interface CheckOptions {
  /** What the return says about itself; rules that need what is not given are not asked, and listed as such. */
  readonly context?: CheckContext;
  /**
   * What rules of kind `reference` look values up in, by name: CSV files with a header, or lists. Read before the rows: 9
   * to 15 bytes of memory for each different key. Rules whose reference is not given are not asked, and listed as such.
   */
  readonly references?: References;
  /** Other published templates, to recognise a file sent to the wrong return. */
  readonly known?: readonly KnownTemplate[];
  readonly signal?: AbortSignal;
  /** Called after each chunk with bytes and data rows done so far. */
  readonly onProgress?: (done: { readonly bytes: number; readonly rows: number }) => void;
  /** Which kernel goes over the rows; the quickest to be had where absent. The findings are the same. */
  readonly kernel?: KernelName;
}
