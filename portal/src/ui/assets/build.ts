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

/** Name to content. */
type Files = Record<string, string>;

/** The bundled scripts, and the SHA-256 of each source they were made of. */
interface KeptScripts {
  files: Files;
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
  return serve({
    'styles.css': await stylesheet(cacheFolder),
    'favicon.svg': readFileSync(join(ownFolder, 'favicon.svg'), 'utf8'),
    ...(await scripts(cacheFolder, clientFolder)),
  });
}

async function stylesheet(cacheFolder: string): Promise<string> {
  const sources = readdirSync(ownFolder).filter((name) => name.endsWith('.scss'));
  const key = cacheKey(['stylesheet.ts', ...sources.sort()], ['govuk-frontend', 'sass'], []);
  const kept = readCache(cacheFolder, key);
  if (typeof kept === 'string') return kept;
  const css = await compileStylesheet();
  writeCache(cacheFolder, key, css);
  return css;
}

/** What a script imports is known only once it is bundled, so the sources are compared with those kept beside it. */
async function scripts(cacheFolder: string, clientFolder: string): Promise<Files> {
  const entries = clientEntries(clientFolder);
  const key = cacheKey(['bundle.ts'], ['esbuild'], entries);
  const kept = readCache(cacheFolder, key) as KeptScripts | undefined;
  if (kept !== undefined && isCurrent(kept, clientFolder)) return kept.files;
  const bundle = await bundleScripts(clientFolder, entries);
  const inputs = bundle.inputs.map((path) => [path, sha256(readFileSync(join(clientFolder, path)))]);
  const made: KeptScripts = { files: Object.fromEntries(bundle.scripts), inputs: Object.fromEntries(inputs) };
  writeCache(cacheFolder, key, made);
  return made.files;
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A name for what comes of these files of ours, these packages as installed, and these names of browser scripts. */
function cacheKey(sources: string[], packages: string[], entries: string[]): string {
  const hashes = sources.map((name) => [name, sha256(readFileSync(join(ownFolder, name)))]);
  const versions = packages.map((name) => [
    name,
    JSON.parse(readFileSync(findPackageJSON(name, import.meta.url)!, 'utf8')).version,
  ]);
  return sha256(JSON.stringify([hashes, versions, entries])).slice(0, 32);
}

/** Whether every browser source is what it was, those imported from elsewhere included. */
function isCurrent(kept: KeptScripts, clientFolder: string): boolean {
  try {
    return Object.entries(kept.inputs).every(([path, hash]) => sha256(readFileSync(join(clientFolder, path))) === hash);
  } catch {
    return false;
  }
}

/** Looks paths up in a map that holds nothing else, so no path can reach any other file. */
function serve(files: Files): Assets {
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
