import type { ChunkResult } from './chunk.ts';
import type { ChunkJob } from './scan-chunk.ts';

/** Scans one part after the other. */
export interface PartScanner {
  scan(job: ChunkJob): Promise<ChunkResult>;
}

interface Begun {
  readonly scanner: PartScanner;
  readonly to: number;
  readonly result: Promise<ChunkResult>;
}

/**
 * Shares a file from `from` on between scanners, in parts of so many bytes. Each guesses where the first row of its part
 * begins: after the first line break. The guess is right unless that break lies within quotation marks; it is taken
 * only if the part before ends just there, and else the part is scanned again from its true beginning. So the results
 * are those of one scanner, whatever the file.
 */
export async function* inOrder(
  scanners: readonly PartScanner[],
  { from, size, part }: { readonly from: number; readonly size: number; readonly part: number },
): AsyncGenerator<ChunkResult> {
  const begun: Begun[] = [];
  let next = from;
  let end = from;
  const begin = (scanner: PartScanner): void => {
    if (next >= size) return;
    const to = Math.min(next + part, size);
    begun.push({ scanner, to, result: scanner.scan({ from: next, to, exact: next === from }) });
    next = to;
  };
  // Two parts each, so that none waits while results are taken.
  for (const scanner of [...scanners, ...scanners]) begin(scanner);
  for (let first = begun.shift(); first; first = begun.shift()) {
    const { scanner, to, result } = first;
    const guessed = await result;
    begin(scanner);
    // A row of the part before may reach beyond the whole of this one.
    if (end >= to) continue;
    const chunk = guessed.start === end ? guessed : await scanner.scan({ from: end, to, exact: true });
    end = chunk.end;
    yield chunk;
    if (chunk.tooLong !== undefined) return;
  }
}
