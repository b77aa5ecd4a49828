import type { CompiledTemplate } from './compile.ts';
import { SNIFF_BYTES } from './csv/sniff.ts';
import { Feed } from './feed.ts';
import { FileCheck } from './file-check.ts';
import type { Finding, Summary } from './finding.ts';
import type { KnownTemplate } from './header.ts';
import { closeKernel, type KernelName, openKernel } from './kernel/index.ts';
import type { CheckContext } from './rules/cel.ts';
import type { Source } from './source.ts';

export interface CheckOptions {
  /** What the return says about itself; rules that need what is not given are not asked, and listed as such. */
  readonly context?: CheckContext;
  /** Other published templates, to recognise a file sent to the wrong return. */
  readonly known?: readonly KnownTemplate[];
  readonly signal?: AbortSignal;
  /** Called after each chunk with bytes and data rows done so far. */
  readonly onProgress?: (done: { readonly bytes: number; readonly rows: number }) => void;
  /** Which kernel goes over the rows; the quickest to be had where absent. The findings are the same. */
  readonly kernel?: KernelName;
}

/**
 * Checks a CSV file against a template in one pass and constant memory (unique keys aside: 11 to 16 bytes a row and
 * group of rules). Yields the findings in batches, in the order of their rows; returns the summary. Never throws for
 * what is in the file; errors of the source and an abort pass through.
 */
export async function* checkFile(
  source: Source,
  compiled: CompiledTemplate,
  options: CheckOptions = {},
): AsyncGenerator<Finding[], Summary> {
  const kernel = await openKernel(options.kernel);
  const feed = new Feed(source, kernel.bytes);
  try {
    const check = new FileCheck(source, compiled, options, kernel);
    for (let more = await feed.fill(SNIFF_BYTES); ; more = await feed.fill()) {
      options.signal?.throwIfAborted();
      const used = await check.take(feed, !more);
      const bytes = feed.base + feed.filled;
      options.onProgress?.({ bytes, rows: check.rowCount });
      yield check.ledger.take();
      if (check.stopped || !more) return check.summary();
      feed.drop(used);
    }
  } finally {
    await feed.close();
    closeKernel(kernel);
  }
}
