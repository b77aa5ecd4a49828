import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The browser scripts in a folder and every file that went into them. */
export interface Bundle {
  /** Name ("upload.js") to minified source. */
  scripts: Map<string, string>;
  /** Relative to the folder, with forward slashes: the entries, and all that they import. */
  inputs: string[];
}

/** The entries in a folder: every `*.ts` directly in it but tests and declarations. None when there is no folder. */
export function clientEntries(folder: string): string[] {
  return listFolder(folder)
    .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
    .sort();
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Bundles each entry as one minified ES module with all it imports. A page loads it with `<script type="module">`;
 * one called `*.worker.ts` is for `new Worker(url, { type: 'module' })`, its URL handed to the page by the server.
 * Throws what esbuild says of a source that does not compile, and where a script would look at the server's settings.
 */
export async function bundleScripts(folder: string, entries: string[]): Promise<Bundle> {
  if (entries.length === 0) return { scripts: new Map(), inputs: [] };
  const esbuild = await import('esbuild');
  // The synchronous call leaves no esbuild process waiting behind it.
  const result = esbuild.buildSync({
    absWorkingDir: folder,
    entryPoints: entries.map((entry) => join(folder, entry)),
    outdir: join(folder, 'out'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
    // Some libraries ask these of Node; in a browser there is no `process` to ask.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
  });
  const scripts = new Map(result.outputFiles.map((file) => [basename(file.path), file.text]));
  for (const [name, source] of scripts) {
    if (source.includes('process.env')) throw new Error(`The browser script ${name} still mentions process.env.`);
  }
  // "<define:…>" and "(disabled):…" are esbuild's own words for things that are no file.
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !/^[<(]/.test(path));
  return { scripts, inputs: inputs.sort() };
}
