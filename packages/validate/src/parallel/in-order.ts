import type { ChunkResult } from './chunk.ts';
import type { ChunkJob } from './scan-chunk.ts';

/** Scans one part after the other. */
export interface PartScanner {
  scan(job: ChunkJob): Promise<ChunkResult>;
}

/** Scans parts in the thread that takes the results, while it would wait for them. */
export interface OwnScanner {
  scan(job: ChunkJob): ChunkResult;
  /** Lets in what others have to tell. */
  turn(): Promise<void>;
}

export interface Sharing {
  /** Offset of the first row. */
  readonly from: number;
  readonly size: number;
  /** Bytes of one part. */
  readonly part: number;
  readonly own?: OwnScanner;
}

interface Begun {
  readonly scanner: PartScanner;
  readonly to: number;
  readonly result: Promise<ChunkResult>;
  done: boolean;
}

/** Parts that may be scanned before their turn by the thread that takes the results. */
const AHEAD = 3;

/**
 * Shares a file from `from` on between scanners, in parts of so many bytes. Each guesses where the first row of its part
 * begins: after the first line break. The guess is right unless that break lies within quotation marks; it is taken
 * only if the part before ends just there, and else the part is scanned again from its true beginning. So the results
 * are those of one scanner, whatever the file.
 */
export async function* inOrder(
  scanners: readonly PartScanner[],
  { from, size, part, own }: Sharing,
): AsyncGenerator<ChunkResult> {
  const begun: Begun[] = [];
  let next = from;
  let end = from;
  const begin = (scanner: PartScanner): void => {
    if (next >= size) return;
    const to = Math.min(next + part, size);
    const result = scanner.scan({ from: next, to, exact: next === from });
    const each: Begun = { scanner, to, result, done: false };
    const settled = (): void => {
      each.done = true;
    };
    result.then(settled, settled);
    begun.push(each);
    next = to;
  };
  const itself = own && { scan: async (job: ChunkJob) => own.scan(job) };
  // Two parts each, so that none waits while results are taken.
  for (const scanner of [...scanners, ...scanners]) begin(scanner);
  for (let first = begun[0]; first; first = begun[0]) {
    if (itself && !first.done) await own.turn();
    while (itself && !first.done && next < size && begun.length < 2 * scanners.length + AHEAD) {
      begin(itself);
      await own.turn();
    }
    begun.shift();
    const { scanner, to, result } = first;
    const guessed = await result;
    if (scanner !== itself) begin(scanner);
    // A row of the part before may reach beyond the whole of this one.
    if (end >= to) continue;
    const chunk = guessed.start === end ? guessed : await scanner.scan({ from: end, to, exact: true });
    end = chunk.end;
    yield chunk;
    if (chunk.tooLong !== undefined) return;
  }
}
