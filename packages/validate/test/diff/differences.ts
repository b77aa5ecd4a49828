import { compareFiles, type Difference, type DiffOptions, type DiffSummary } from '../../src/diff/index.ts';
import { bytesSource, type CompiledTemplate } from '../../src/index.ts';

export interface Compared {
  readonly all: readonly Difference[];
  readonly summary: DiffSummary;
}

/** All that differs between two files in memory. */
export async function compared(
  old: string | Uint8Array,
  now: string | Uint8Array,
  compiled: CompiledTemplate,
  options: DiffOptions = {},
  chunk?: number,
): Promise<Compared> {
  const source = (content: string | Uint8Array) =>
    bytesSource(typeof content === 'string' ? new TextEncoder().encode(content) : content, chunk);
  const run = compareFiles(source(old), source(now), compiled, options);
  const all: Difference[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done) return { all, summary: step.value };
    all.push(...step.value);
  }
}
