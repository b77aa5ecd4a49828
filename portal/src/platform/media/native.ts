import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { Complaints, type Run, type RunNames, type Runner, type RunResult } from './runner.ts';
import type { MediaLimits } from './tools.ts';

/** Where the programs of this machine are, each by its whole path. */
export interface Programs {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  /** `nice` and `prlimit`, where there are such. */
  readonly nice: string | undefined;
  readonly prlimit: string | undefined;
}

/** Runs ffmpeg in a child process of low priority, without our environment, limited in time, memory and what it writes. */
export function nativeRunner(programs: Programs, limits: MediaLimits): Runner {
  return { name: 'ffmpeg', largestInput: Number.POSITIVE_INFINITY, run: (run) => runChild(programs, limits, run) };
}

async function runChild(programs: Programs, limits: MediaLimits, run: Run): Promise<RunResult> {
  run.signal.throwIfAborted();
  const names: RunNames = { input: asFile(run.input), output: asFile(run.output ?? ''), side: 'pipe:3' };
  const [command = '', ...rest] = [...wrapping(programs, limits), programs[run.program], ...run.arguments(names)];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    cwd: tmpdir(),
    // In a group of its own, so that what ffmpeg may have started ends with it.
    detached: !WINDOWS,
    ...(WINDOWS ? { windowsHide: true } : { env: { LC_ALL: 'C' } }),
  });
  const kill = (): void => killGroup(child);
  run.signal.addEventListener('abort', kill);
  try {
    return await outcome(child, run);
  } finally {
    run.signal.removeEventListener('abort', kill);
  }
}

async function outcome(child: ChildProcess, run: Run): Promise<RunResult> {
  const complaints = new Complaints();
  const [, stdout, stderr, side] = child.stdio as (Readable | null)[];
  stdout?.setEncoding('utf8').on('data', run.stdout);
  stderr?.setEncoding('utf8').on('data', (text: string) => complaints.add(text));
  side?.setEncoding('latin1').on('data', (text: string) => run.side?.(text));
  run.started();
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  run.signal.throwIfAborted();
  const why = trouble(signal, String(complaints));
  if (why !== undefined) throw new Error(why);
  return { code: code ?? undefined, complaints: String(complaints) };
}

/** Signals of somebody else's: of the system where memory is short, of an operator. Others are crashes and the limits that we set. */
const OUTSIDE: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM'];

/** What went wrong around ffmpeg rather than with the recording, so that another try may go better; undefined where nothing did. */
function trouble(signal: NodeJS.Signals | null, complaints: string): string | undefined {
  if (OUTSIDE.includes(signal)) return `ffmpeg was ended from outside (${signal})`;
  const [said] = /No space left on device|Cannot allocate memory/.exec(complaints) ?? [];
  return said && `ffmpeg could not go on: ${said}`;
}

/** Bytes above the largest output: what stands at its end is moved to its beginning, so that players begin at once. */
const MOVED = 2 ** 26;

const WINDOWS = process.platform === 'win32';

/** Never read as an option, nor as another protocol, whatever the name. */
function asFile(path: string): string {
  return `file:${resolve(path)}`;
}

/** What runs ffmpeg in its place with less: each replaces itself by the next, so that there is one process to end. */
function wrapping({ nice, prlimit }: Programs, { memory, mostSeconds, threads, largestOutput }: MediaLimits): string[] {
  const limits = {
    as: memory,
    cpu: Math.ceil(mostSeconds * threads),
    fsize: largestOutput + MOVED,
    nofile: 64,
    core: 0,
  };
  return [
    ...(nice ? [nice, '-n', '10'] : []),
    ...(prlimit ? [prlimit, ...Object.entries(limits).map(([name, most]) => `--${name}=${most}`)] : []),
  ];
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
