import type { CompiledTemplate } from './compile.ts';
import { SNIFF_BYTES } from './csv/sniff.ts';
import { Feed } from './feed.ts';
import { FileCheck } from './file-check.ts';
import type { Finding, Summary } from './finding.ts';
import { closeKernel, openKernel } from './kernel/index.ts';
import type { CheckOptions } from './options.ts';
import { loadReferences } from './rules/reference-load.ts';
import type { Source } from './source.ts';

export type { CheckOptions } from './options.ts';

/**
 * Checks a CSV file against a template in one pass and constant memory (unique keys aside: about 12 bytes a row for
 * each group of rules with columns in common). Yields the findings in batches, in the order of their rows; returns the
 * summary. Never throws for what is in the file; errors of the source and an abort pass through, and where a reference
 * cannot be used there is an UnusableReferenceError before the first row.
 */
export async function* checkFile(
  source: Source,
  compiled: CompiledTemplate,
  options: CheckOptions = {},
): AsyncGenerator<Finding[], Summary> {
  source.scanner?.start();
  const references = await loadReferences(compiled.referenceRules, options.references, options.signal);
  const kernel = await openKernel(options.kernel);
  const feed = new Feed(source, kernel.bytes);
  try {
    const check = new FileCheck(source, compiled, options, kernel, references);
    const told = (bytes: number): void => options.onProgress?.({ bytes, rows: check.rowCount });
    for (let more = await feed.fill(SNIFF_BYTES); ; more = await feed.fill()) {
      do {
        options.signal?.throwIfAborted();
        feed.drop(await check.take(feed, !more));
        told(feed.base + (check.isPaused ? feed.begin : feed.filled));
        yield check.ledger.take();
      } while (check.isPaused);
      if (check.stopped || !more) return check.summary();
      const chunks = check.handOver(feed.base + feed.begin);
      if (!chunks) continue;
      for await (const chunk of chunks) {
        options.signal?.throwIfAborted();
        yield* check.takeChunk(chunk);
        told(chunk.end);
        yield check.ledger.take();
        if (check.stopped) break;
      }
      return check.summary();
    }
  } finally {
    await feed.close();
    closeKernel(kernel);
  }
}
