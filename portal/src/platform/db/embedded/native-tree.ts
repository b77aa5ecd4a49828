import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CannotStartError, codeOf } from './errors.ts';

interface Link {
  /** The library's own file name, such as `libpq.so.5.18`. */
  readonly file: string;
  /** Where the shorter name belongs. */
  readonly path: string;
}

/** True when every library name that the programs ask for leads to a file. */
export async function linksAreThere(native: string): Promise<boolean> {
  return (await linksOf(native)).every((link) => existsSync(link.path));
}

/**
 * Makes the library links that the package leaves to an install script. Two processes may do it at once.
 * @returns false when the installation may not be written.
 */
export async function addLinks(native: string): Promise<boolean> {
  for (const link of await linksOf(native)) {
    try {
      await symlink(link.file, link.path);
    } catch (error) {
      if (['EROFS', 'EACCES', 'EPERM'].includes(codeOf(error))) return false;
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  return true;
}

/**
 * Copies the programs to `<folder>/postgres-native/<version>`, readable by all, once per version; older copies go.
 * @returns the copy's own `native` folder.
 */
export async function copyNative(
  installed: { readonly native: string; readonly version: string },
  folder: string,
): Promise<string> {
  const home = join(folder, 'postgres-native');
  const copy = join(home, installed.version);
  await mkdir(home, { recursive: true });
  await chmod(home, 0o755);
  if (!existsSync(copy)) {
    const unfinished = await mkdtemp(join(home, 'new-'));
    await cp(installed.native, unfinished, { recursive: true, verbatimSymlinks: true });
    await settle(unfinished); // first: folders that may not be written are copied as such
    if (!(await addLinks(unfinished))) {
      throw new CannotStartError(
        `The folder ${folder} takes no symbolic links, which PostgreSQL's libraries need. Set GARNER_DATA to a folder on another disk.`,
      );
    }
    await rename(unfinished, copy);
  }
  for (const name of await readdir(home)) {
    if (name !== installed.version) await rm(join(home, name), { recursive: true, force: true });
  }
  return copy;
}

async function linksOf(native: string): Promise<readonly Link[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]'; // the packages for Windows need none
    throw error;
  });
  const listed = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  // The list's paths begin with the package's own folder, "native/"; every link stays within one folder.
  return listed.map(({ source, target }) => ({
    file: basename(source),
    path: join(native, target.slice('native/'.length)),
  }));
}

/** Lets everyone read, and makes sure that a power cut cannot leave a finished name over unfinished files. */
async function settle(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await settle(path);
      if (!entry.isFile()) return;
      await using file = await open(path, 'r');
      const { mode } = await file.stat();
      await file.chmod(mode & 0o100 ? 0o755 : 0o644);
      await file.sync();
    }),
  );
  await chmod(folder, 0o755);
}
