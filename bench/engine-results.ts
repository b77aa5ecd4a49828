import type { BenchFile, FileName } from './engine-files.ts';
import type { Way, WayName } from './engine-ways.ts';
import type { Measured } from './job.ts';

/** One way through one file, all its runs. Times in milliseconds, memory in bytes. */
export interface Result {
  readonly file: BenchFile;
  readonly way: Way;
  /** From the start of the process to its end; undefined in Chromium, which is started once. */
  readonly wall: Times | undefined;
  /** From the first byte asked for to the last count. */
  readonly inside: Times;
  /** The most of all runs; 0 where it was not measured. */
  readonly peak: number;
  /** As each run found. */
  readonly faults: number;
}

export interface Times {
  readonly best: number;
  readonly median: number;
}

/** A way that could not be measured, and why: nothing is left out in silence. */
export interface NotMeasured {
  readonly way: Way;
  readonly file: string;
  readonly why: string;
}

/** Collects runs, and refuses those that do not find what is in the file. */
export class Results {
  readonly notMeasured: NotMeasured[] = [];
  readonly #runs: Map<string, { file: BenchFile; way: Way; runs: { measured: Measured; wall: number | undefined }[] }> =
    new Map();
  readonly #columns: Map<FileName, { readonly way: Way; readonly counts: string }> = new Map();

  /** Throws where the way found other rows or other faults than there are, or counts them to other columns than another way. */
  add(file: BenchFile, way: Way, measured: Measured, wall: number | undefined): void {
    if (!way.blind) this.#mustAgree(file, way, measured);
    const key = `${file.name} ${way.name}`;
    const known = this.#runs.get(key) ?? { file, way, runs: [] };
    known.runs.push({ measured, wall });
    this.#runs.set(key, known);
  }

  of(file: FileName, way: WayName): Result | undefined {
    const found = this.#runs.get(`${file} ${way}`);
    if (!found) return undefined;
    const walls = found.runs.flatMap(({ wall }) => wall ?? []);
    return {
      file: found.file,
      way: found.way,
      wall: walls.length > 0 ? times(walls) : undefined,
      inside: times(found.runs.map(({ measured }) => measured.milliseconds)),
      peak: Math.max(...found.runs.map(({ measured }) => measured.peak)),
      faults: found.runs[0]!.measured.faults,
    };
  }

  /** All ways through one file, in the order in which they first ran. */
  ofFile(file: FileName): readonly Result[] {
    return [...this.#runs.values()].filter((run) => run.file.name === file).map(({ way }) => this.of(file, way.name)!);
  }

  #mustAgree(file: BenchFile, way: Way, { rows, faults, faultsByColumn }: Measured): void {
    if (rows !== file.rows || faults !== file.faults) {
      throw new Error(
        `${way.title} found ${faults} faults in ${rows} rows; there are ${file.faults} in ${file.rows} (${file.title}).`,
      );
    }
    const counts = faultsByColumn.join(' ');
    const other = this.#columns.get(file.name) ?? { way, counts };
    this.#columns.set(file.name, other);
    if (counts === other.counts) return;
    throw new Error(
      `${way.title} counts faults by column as ${counts}; ${other.way.title} as ${other.counts} (${file.title}).`,
    );
  }
}

function times(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  return { best: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! };
}
