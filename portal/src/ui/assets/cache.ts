import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many outcomes stay: enough for the branches somebody goes back and forth between. */
const KEPT = 20;

/** What was kept under a key, or undefined when there is nothing there that can be read. */
export function readCache(folder: string, key: string): unknown {
  try {
    return JSON.parse(readFileSync(fileOf(folder, key), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Keeps a value under a key. A reader, in this process or another, sees the whole of it or nothing. A folder that
 * cannot be written to is no fault: the next start only takes longer.
 */
export function writeCache(folder: string, key: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return;
  }
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, JSON.stringify(value));
    renameSync(temporary, fileOf(folder, key));
    removeOldest(folder);
  } catch {
    rmSync(temporary, { force: true });
  }
}

const fileOf = (folder: string, key: string): string => join(folder, `assets-${key}.json`);

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /^assets-.*\.json$/.test(name))
    .map((name) => ({ path: join(folder, name), age: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.age - a.age);
  for (const { path } of files.slice(KEPT)) rmSync(path, { force: true });
}
