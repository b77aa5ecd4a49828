/**
 * What every command of `garner` is given and gives back. A command is one file: `cli/check.ts` exports `check`, and so
 * on; `cli.ts` has the list. Commands share: `options.ts` (arguments), `input.ts` (files, `-`), `output.ts` (`--out`),
 * `catalogue.ts` (templates), `progress.ts`, `words.ts` (numbers, sizes, colour).
 */
import type { Readable, Writable } from 'node:stream';

/** The world of one run: the real process, or a test's streams. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Which of the three are a terminal. */
  readonly isTTY: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Width of the terminal in characters, or the width to write for where there is none. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted when the person stops the program; everything begun is then undone. */
  readonly signal: AbortSignal;
}

/** What a run came to. 130 is the shell's own code for "stopped by Ctrl-C". */
export const EXIT = { fine: 0, found: 1, failed: 2, stopped: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Command {
  /** As it is typed: `check`. */
  readonly name: string;
  /** The text of `garner help NAME`: the form, what it does, every option, the exit codes, an example. Ends without a line break. */
  readonly usage: string;
  /** One line for the list of commands: "Check files against a template." */
  readonly summary: string;
  /** Does the work. Throws CliError for what a person can mend; anything else is a fault of the program. */
  run(args: readonly string[], io: Io): Promise<ExitCode>;
}

/** A fault told in two lines: what is the matter, and what to do about it. Ends the run with exit code 2. */
export class CliError extends Error {
  override name = 'CliError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
