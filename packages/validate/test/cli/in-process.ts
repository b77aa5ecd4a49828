import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli.ts';

export const ROOT: string = join(import.meta.dirname, '../../../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** As at a terminal, so many characters wide. */
  readonly tty?: boolean;
  readonly columns?: number;
}

/** Runs `garner` in this process, as at a terminal where that is asked for. */
export async function inProcess(
  args: readonly string[],
  { input = '', cwd = ROOT, env = {}, tty = false, columns = 100 }: Surroundings = {},
): Promise<Ended> {
  const [out, err] = [new Kept(), new Kept()];
  const code = await run(args, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: out,
    stderr: err,
    isTTY: { stdin: false, stdout: tty, stderr: tty },
    columns,
    env,
    cwd,
    signal: new AbortController().signal,
  });
  return { code, stdout: out.text, stderr: err.text };
}

class Kept extends Writable {
  text = '';

  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.text += part.toString();
    done();
  }
}
