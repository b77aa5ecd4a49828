/** The `garner` command: `run` for whoever brings the streams, `main` for the real process. */
import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { inspect } from 'node:util';
import { CliError, type Command, EXIT, type ExitCode, type Io } from './cli/command.ts';
import { ReaderGone } from './cli/faults.ts';
import { generalHelp, unknownCommand } from './cli/help.ts';
import { writeTo } from './cli/output.ts';
import { tellFault } from './cli/tell.ts';

export { CliError, type Command, EXIT, type ExitCode, type Io } from './cli/command.ts';

/** Every command, in the order of the help; each is loaded when it is wanted. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./cli/check.ts')).check,
  templates: async () => (await import('./cli/templates.ts')).templates,
  show: async () => (await import('./cli/show.ts')).show,
  sample: async () => (await import('./cli/sample.ts')).sample,
  fix: async () => (await import('./cli/fix.ts')).fix,
  diff: async () => (await import('./cli/diff.ts')).diff,
  lint: async () => (await import('./cli/lint.ts')).lint,
  import: async () => (await import('./cli/import.ts')).importCommand,
};

/**
 * Runs one command line (without the program's own name) and gives the exit code. Never throws: what a person did is
 * told in two lines, and so is a fault of the program, in full with `--debug`.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const words = argv.filter((word) => word !== '--debug');
  try {
    return await dispatch(words, io);
  } catch (error) {
    return await told(error, io, words.length < argv.length).catch(() => EXIT.failed);
  }
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<ExitCode> {
  if (first === undefined || ['help', '--help', '-h'].includes(first)) return await help(rest[0], io);
  if (['--version', '-v', '-V', 'version'].includes(first)) return await print(io, version());
  const command = await find(first);
  const asksHelp = rest.slice(0, [...rest, '--'].indexOf('--')).some((word) => word === '--help' || word === '-h');
  return asksHelp ? await help(first, io) : await command.run(rest, io);
}

async function find(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw unknownCommand(name, Object.keys(COMMANDS));
  return await load();
}

async function help(name: string | undefined, io: Io): Promise<ExitCode> {
  if (name !== undefined) return await print(io, (await find(name)).usage);
  return await print(io, generalHelp(await Promise.all(Object.keys(COMMANDS).map(find))));
}

async function print(io: Io, text: string): Promise<ExitCode> {
  await writeTo(io.stdout, `${text}\n`);
  return EXIT.fine;
}

/** The version of the package that this file is in. */
function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Says what ended the run before its end. */
async function told(error: unknown, io: Io, debug: boolean): Promise<ExitCode> {
  if (io.signal.aborted) {
    await writeTo(io.stderr, 'garner: stopped. Nothing was left behind.\n');
    return EXIT.stopped;
  }
  if (error instanceof ReaderGone) return EXIT.failed;
  const fault = error instanceof CliError ? error : programFault(error);
  await tellFault(io, fault);
  if (debug) await writeTo(io.stderr, `${inspect(error)}\n`);
  return EXIT.failed;
}

function programFault(error: unknown): CliError {
  const what = error instanceof Error ? error.message : String(error);
  return new CliError(
    `The program failed: ${what}`,
    'This is not your fault. Run it again with --debug, and report what it prints.',
  );
}

/** Runs the command line of this process, and leaves it to end by itself with the exit code. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const { stdin, stdout, stderr } = process;
  // Each write tells its own fault; the stream's event would end the process before that is said.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  process.exitCode = await run(process.argv.slice(2), {
    stdin,
    stdout,
    stderr,
    isTTY: { stdin: stdin.isTTY === true, stdout: stdout.isTTY === true, stderr: stderr.isTTY === true },
    columns: stdout.columns ?? stderr.columns ?? 100,
    env: process.env,
    cwd: whereTyped(),
    signal: stop.signal,
  });
  // Standard input that nobody read to its end would keep the process waiting.
  stdin.destroy();
}

/**
 * The folder in which the command was typed, by which files are named. Below a package of a workspace npx goes up to that
 * package's folder before it runs anything, and says where it came from.
 */
function whereTyped(): string {
  const here = process.cwd();
  const { INIT_CWD: typed, npm_command: npm, npm_lifecycle_event: event } = process.env;
  if (!typed || npm !== 'exec' || event !== 'npx') return here;
  const below = relative(here, typed);
  return below.startsWith('..') || isAbsolute(below) ? here : typed;
}

if (import.meta.main) await main();
