/** The package as a stranger has it: built, packed, and installed into an empty project in a temporary folder. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage } from '../../../../scripts/build-package.ts';

export const ROOT: string = join(import.meta.dirname, '../../../..');
export const EXAMPLES: string = join(ROOT, 'packages/validate/examples');

/** A Node to try the package with. */
export interface Runtime {
  readonly version: string;
  readonly path: string;
}

/** The Node that runs the tests, and the machine's own where that is another. */
export function runtimes(): readonly Runtime[] {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  const paths = own === undefined ? [process.execPath] : [process.execPath, own];
  const all = paths.map((path) => ({ path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() }));
  return all.filter(({ version }, at) => all.findIndex((other) => other.version === version) === at);
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project that has the package and nothing else, and the examples beside it. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  /** Runs a program in the project's folder, with this Node first on the path. Never throws for its exit code. */
  run(runtime: Runtime, program: string, ...args: readonly string[]): Promise<Outcome>;
}

/** Builds, packs and installs. Needs the registry for the few packages that the engine depends on. */
export async function installedProject(): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), 'garner-package-'));
  const dispose = () => rm(home, { recursive: true, force: true });
  try {
    const folder = await install(home);
    return {
      folder,
      run: (runtime, program, ...args) => runIn(folder, runtime, program, ...args),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function install(home: string): Promise<string> {
  const folder = join(home, 'project');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  await buildPackage(join(home, 'dist'));
  const npm = (...args: readonly string[]) =>
    promisify(execFile)('npm', [...args, '--loglevel=error'], { cwd: folder, shell: process.platform === 'win32' });
  for (const packed of [join(home, 'dist'), join(ROOT, 'packages/garner')])
    await npm('pack', packed, '--pack-destination', home);
  const tarballs = (await readdir(home)).filter((name) => name.endsWith('.tgz')).map((name) => join(home, name));
  await npm('install', '--no-audit', '--no-fund', ...tarballs);
  await cp(EXAMPLES, folder, { recursive: true });
  return folder;
}

/** Runs a program in a folder, with this Node first on the path. Never throws for its exit code. */
export async function runIn(
  cwd: string,
  { path }: Runtime,
  program: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const env = { ...process.env, PATH: `${dirname(path)}${delimiter}${process.env['PATH']}`, NO_COLOR: '1' };
  const [file, given] = program === 'node' ? [path, args] : [program, args];
  return await new Promise((resolve) => {
    execFile(file, [...given], { cwd, env, shell: process.platform === 'win32' }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
