import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { extname, join } from 'node:path';
import { bundleScripts, clientEntries } from './bundle.ts';
import { readCache, writeCache } from './cache.ts';
import { compileStylesheet } from './stylesheet.ts';

/** What the browser fetches. The file names change with the content, so that a browser may keep them for good. */
export interface Assets {
  /** "styles.css" → "/assets/styles-3f2a91c0.css". Throws for a name that is not served. */
  url(name: string): string;
  /** What is served at a path ("/assets/styles-3f2a91c0.css"), with its media type; undefined for any other path. */
  get(path: string): Asset | undefined;
}

export interface Asset {
  body: Buffer;
  type: string;
  immutable: true;
}

/** Name to content, and the browser sources it was made of with their SHA-256. */
interface Outcome {
  files: Record<string, string>;
  inputs: Record<string, string>;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const ownFolder = import.meta.dirname;
const defaultCacheFolder = join(ownFolder, '../../../../node_modules/.cache/garner');

/**
 * Compiles styles.scss and the browser scripts of `clientFolder` (every `*.ts` directly in it), and adds the favicon:
 * "styles.css", "upload.js" for upload.ts, "check.worker.js" for check.worker.ts, "favicon.svg".
 *
 * Compiling takes seconds, so the outcome is kept in `cacheFolder` and used again while nothing it was made of has
 * changed. Several processes may do this at once. Throws where a stylesheet or a script does not compile.
 */
export async function buildAssets(options: { cacheFolder?: string; clientFolder: string }): Promise<Assets> {
  const { cacheFolder = defaultCacheFolder, clientFolder } = options;
  const entries = clientEntries(clientFolder);
  const key = cacheKey(entries);
  const kept = readCache(cacheFolder, key) as Outcome | undefined;
  if (kept !== undefined && isCurrent(kept, clientFolder)) return serve(kept.files);
  const outcome = await compile(clientFolder, entries);
  writeCache(cacheFolder, key, outcome);
  return serve(outcome.files);
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Everything but the browser sources: which they are is only known once they have been bundled. */
function cacheKey(entries: string[]): string {
  const sources = readdirSync(ownFolder)
    .filter((name) => !name.includes('.test.'))
    .sort()
    .map((name) => [name, sha256(readFileSync(join(ownFolder, name)))]);
  const versions = ['govuk-frontend', 'sass', 'esbuild'].map((name) => [
    name,
    JSON.parse(readFileSync(findPackageJSON(name, import.meta.url)!, 'utf8')).version,
  ]);
  return sha256(JSON.stringify([sources, versions, entries])).slice(0, 32);
}

/** Whether every browser source is what it was, those imported from elsewhere included. */
function isCurrent(outcome: Outcome, clientFolder: string): boolean {
  try {
    return Object.entries(outcome.inputs).every(
      ([path, hash]) => sha256(readFileSync(join(clientFolder, path))) === hash,
    );
  } catch {
    return false;
  }
}

async function compile(clientFolder: string, entries: string[]): Promise<Outcome> {
  const { scripts, inputs } = await bundleScripts(clientFolder, entries);
  return {
    files: {
      'styles.css': await compileStylesheet(),
      'favicon.svg': readFileSync(join(ownFolder, 'favicon.svg'), 'utf8'),
      ...Object.fromEntries(scripts),
    },
    inputs: Object.fromEntries(inputs.map((path) => [path, sha256(readFileSync(join(clientFolder, path)))])),
  };
}

/** Looks paths up in a map that holds nothing else, so no path can reach any other file. */
function serve(files: Record<string, string>): Assets {
  const urls = new Map<string, string>();
  const assets = new Map<string, Asset>();
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content);
    const ending = extname(name);
    const url = `/assets/${name.slice(0, -ending.length)}-${sha256(body).slice(0, 8)}${ending}`;
    urls.set(name, url);
    assets.set(url, { body, type: TYPES[ending]!, immutable: true });
  }
  return {
    url(name) {
      const url = urls.get(name);
      if (url === undefined)
        throw new Error(`No asset is called "${name}". There are: ${[...urls.keys()].join(', ')}.`);
      return url;
    },
    get: (path) => assets.get(path),
  };
}
