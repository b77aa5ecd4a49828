import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const HERE = import.meta.dirname;
/** How a module names the script of a worker that it starts. */
const WORKER_URL = /new URL\((['"])(\.{1,2}\/[\w./-]+)\.ts\1, import\.meta\.url\)/g;

/**
 * Turns scripts of `bench/` into JavaScript below `folder`, one file each, all but the packages of the peers put in: Node
 * needs 0.2 s and 40 MB to read TypeScript, and nobody who installs a package pays that. Scripts of workers come with them.
 */
export async function bundleScripts(
  folder: string,
  scripts: readonly string[],
  peers: readonly string[],
): Promise<void> {
  const workers = new Set<string>();
  await bundle(
    folder,
    scripts.map((script) => join(HERE, script)),
    peers,
    workers,
  );
  for (const worker of workers) await bundle(folder, [worker], peers, workers);
}

async function bundle(
  folder: string,
  entries: string[],
  peers: readonly string[],
  workers: Set<string>,
): Promise<void> {
  await build({
    entryPoints: entries,
    outdir: folder,
    ...(entries.every((path) => path.startsWith(HERE)) && { outbase: HERE }),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: [...peers],
    plugins: [workersOf(workers)],
    logLevel: 'error',
  });
}

/** Points modules that start a worker to its bundled script, and notes that script. */
function workersOf(workers: Set<string>): Plugin {
  return {
    name: 'workers',
    setup({ onLoad }) {
      onLoad({ filter: /packages\/validate\/src\/.*\.ts$/ }, async ({ path }) => {
        const contents = (await readFile(path, 'utf8')).replace(WORKER_URL, (_, quote: string, worker: string) => {
          workers.add(resolve(dirname(path), `${worker}.ts`));
          return `new URL(${quote}./${basename(worker)}.mjs${quote}, import.meta.url)`;
        });
        return { contents, loader: 'ts' };
      });
    },
  };
}
