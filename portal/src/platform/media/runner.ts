/** One run of ffmpeg or ffprobe, whichever way it is run. */
export interface Run {
  readonly program: 'ffmpeg' | 'ffprobe';
  /** The recording, by its local path. */
  readonly input: string;
  /** Where the result is written, by its local path. */
  readonly output?: string;
  /** The arguments, with the names under which the program sees the files. */
  readonly arguments: (names: RunNames) => readonly string[];
  /** Text of standard output, as it comes. */
  readonly stdout: (text: string) => void;
  /** Text of what is written to `names.side`, as it comes. */
  readonly side?: (text: string) => void;
  /** Called once the program really runs: a runner may let runs wait for each other. */
  readonly started: () => void;
  readonly signal: AbortSignal;
}

export interface RunNames {
  readonly input: string;
  readonly output: string;
  readonly side: string;
}

/** `code` is undefined where the program cannot say whether it succeeded, or was killed by a signal. */
export interface RunResult {
  readonly code: number | undefined;
  /** The end of what it wrote to standard error. */
  readonly complaints: string;
}

/** Runs ffmpeg and ffprobe. Once `run` has settled, nothing of the run is left in memory; where the signal aborts, it throws its reason. */
export interface Runner {
  readonly name: 'ffmpeg' | 'ffmpeg-wasm';
  /** Bytes of the largest input. */
  readonly largestInput: number;
  run(run: Run): Promise<RunResult>;
}

const KEPT_COMPLAINTS = 4000;

/** Keeps the end of what a program complains about, however much that is. */
export class Complaints {
  #text = '';

  add(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_COMPLAINTS);
  }

  toString(): string {
    return this.#text.trim();
  }
}
