import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bundleScripts } from './engine-bundle.ts';
import type { Way } from './engine-ways.ts';
import type { Measured } from './job.ts';

const HERE = import.meta.dirname;

/** What a process printed, and how long it lived, from its start to its end. */
export interface Ran<Printed> {
  readonly printed: Printed;
  /** Milliseconds; undefined where no process was started for it. */
  readonly wall: number | undefined;
}

/** Scripts as plain JavaScript, each to be run in a fresh process. */
export class Scripts {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Bundles scripts of `bench/` into `folder`; `peers` are the packages that are left to be found from there. */
  static async bundle(folder: string, scripts: readonly string[], peers: readonly string[]): Promise<Scripts> {
    await bundleScripts(folder, scripts, peers);
    return new Scripts(folder);
  }

  /** Runs a script. Throws what the process said where it failed. */
  async run<Printed>(
    script: string,
    given: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ran<Printed>> {
    const path = join(this.#folder, script.replace(/\.ts$/, '.mjs'));
    const start = performance.now();
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [path, ...given], {
        env: { ...process.env, ...environment },
      });
      return { wall: performance.now() - start, printed: JSON.parse(stdout) as Printed };
    } catch (error) {
      throw new Error(reason(error), { cause: error });
    }
  }

  /** One run of a way that has a script. */
  runWay({ script = '', arguments: given = [], environment }: Way, job: string): Promise<Ran<Measured>> {
    return this.run(script, [job, ...given], environment);
  }
}

/** The line that says what went wrong, out of what a process wrote before it ended. */
function reason(error: unknown): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  const lines = stderr.split('\n').map((line) => line.trim());
  const line = lines.find((line) => /^\w*Error\b.*:/.test(line)) ?? lines.findLast((line) => line !== '') ?? message;
  return line.replaceAll(`${dirname(HERE)}/`, '');
}
