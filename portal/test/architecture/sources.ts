import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the repository; the path is from its root, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url));

const PASSED_OVER = new Set(['node_modules', '.git', 'data', '.compiled', 'dist']);

/** Every file of the repository that ends like one of these. */
export function filesEnding(endings: readonly string[], folder: string = ROOT): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return PASSED_OVER.has(entry.name) ? [] : filesEnding(endings, path);
    if (!endings.some((ending) => entry.name.endsWith(ending))) return [];
    return [{ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }];
  });
}

/** Tests and what only tests use: they may look inside what they test. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/(test|fixtures|testing)\/|-contract\.ts$/.test(path);
}

/** The code without its comments, lines kept. */
export function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(^|[^:'"`])\/\/[^\n]*/g,
    (comment, before: string = '') => before + comment.replace(/[^\n]/g, ''),
  );
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

/** What a file imports, in its own words. */
export function imports({ text }: Source): string[] {
  return [...withoutComments(text).matchAll(IMPORT)].map(([, from, alone]) => (from ?? alone)!);
}

/** What a file imports from the repository, as paths from its root. */
export function ownImports(source: Source): string[] {
  return imports(source)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.normalize(posix.join(posix.dirname(source.path), name)));
}

/** The package.json of a dependency as installed for a workspace; undefined where it is for another platform. */
export function installed(name: string, workspace: string): { version: string; license?: string } | undefined {
  for (let folder = join(ROOT, workspace); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
    if (folder === dirname(folder)) return undefined;
  }
}
