import { open } from 'node:fs/promises';
import { FAULT_KINDS, type FaultKind, type Spot } from './ptq-faults.ts';
import type { GeneratorOptions } from './ptq-options.ts';
import { cellMaker, headerCells, soundRows } from './ptq-rows.ts';
import { Random } from './random.ts';

/** One fault put into a file: the finding that a check must make, and the only one in its row. */
export interface Fault {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** Empty where the finding is about the row. */
  readonly column: string;
  readonly rule: string;
}

/** What was written. */
export interface Written {
  readonly bytes: number;
  readonly rows: number;
  /** In order of rows; empty when there are more than `FAULTS_LISTED`. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
  readonly faultsByRule: Readonly<Record<string, number>>;
}

/** Most faults that `writePtqFile` lists one by one. */
export const FAULTS_LISTED = 100_000;

const CHUNK = 256 * 1024;

/**
 * Yields a file of PTQ assessment outcomes in chunks of about 256 KiB. `onFault` is told of each fault made,
 * in order of rows. Throws RangeError where `rows` or `faults` cannot be.
 */
export function* ptqChunks(options: GeneratorOptions, onFault: (fault: Fault) => void = () => {}): Generator<Buffer> {
  const { rows, seed, faults = 0, lineEnd = '\n' } = options;
  if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`rows is no number of rows: ${rows}`);
  if (!(faults >= 0 && faults <= 1)) throw new RangeError(`faults is no share from 0 to 1: ${faults}`);
  const breaker = new Breaker(options, onFault);
  const chance = new Random(seed ^ 0x0fa1_7e57);
  const sound = soundRows(options);
  let text = headerCells(options).join(',') + lineEnd;
  for (let row = 2; row < rows + 2; row++) {
    const { value } = sound.next() as IteratorYieldResult<readonly string[]>;
    const cells = faults > 0 && chance.next() < faults ? breaker.break(row, value) : breaker.keep(value);
    text += cells.join(',') + lineEnd;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** Puts one fault into a row, each kind as likely as the next. */
class Breaker {
  readonly #kinds: readonly FaultKind[];
  readonly #random: Random;
  readonly #cell: Spot['cell'];
  readonly #onFault: (fault: Fault) => void;
  #earlier: readonly string[] | undefined;

  constructor(options: GeneratorOptions, onFault: (fault: Fault) => void) {
    const { seed, rules } = options;
    this.#kinds = rules ? FAULT_KINDS.filter((kind) => rules.includes(kind.rule)) : FAULT_KINDS;
    this.#random = new Random(seed ^ 0x0b4e_a4e4);
    this.#cell = cellMaker(options);
    this.#onFault = onFault;
  }

  /** Remembers a row without fault, so that a later one can repeat it. */
  keep(cells: readonly string[]): readonly string[] {
    this.#earlier = cells;
    return cells;
  }

  /** The row with a fault; as it was where no kind of fault fits. */
  break(row: number, cells: readonly string[]): readonly string[] {
    const spot: Spot = { row, cells, earlier: this.#earlier, cell: this.#cell };
    const first = this.#random.below(this.#kinds.length);
    for (let tried = 0; tried < this.#kinds.length; tried++) {
      const { rule, column, spoil } = this.#kinds[(first + tried) % this.#kinds.length]!;
      const broken = spoil(spot);
      if (!broken) continue;
      // A second copy of the same row could repeat the first copy as well.
      if (rule === 'PTQ-SAME-LEARNER-ASSESSMENT-DATE' || rule === 'PTQ-DUPLICATE-ROW') this.#earlier = undefined;
      this.#onFault({ row, column, rule });
      return broken;
    }
    return this.keep(cells);
  }
}

/** Writes such a file, replacing one that is there. Errors of the file system pass through. */
export async function writePtqFile(path: string, options: GeneratorOptions): Promise<Written> {
  const faults: Fault[] = [];
  const faultsByRule: Record<string, number> = {};
  let [bytes, faultCount] = [0, 0];
  const onFault = (fault: Fault): void => {
    faultsByRule[fault.rule] = (faultsByRule[fault.rule] ?? 0) + 1;
    if (++faultCount <= FAULTS_LISTED) faults.push(fault);
  };
  await using file = await open(path, 'w');
  for (const chunk of ptqChunks(options, onFault)) {
    await file.writeFile(chunk);
    bytes += chunk.length;
  }
  return { bytes, rows: options.rows, faults: faultCount > FAULTS_LISTED ? [] : faults, faultCount, faultsByRule };
}
