import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^media-(\d+)-/;
const mine = new Set<string>();

/** A folder below `parent` for one job, which is removed with what it holds. */
export async function workFolder(parent: string): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(parent, `media-${process.pid}-`));
  mine.add(path);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      mine.delete(path);
    },
  };
}

/** Makes `parent` where it is not there, and removes what processes that no longer run left in it. */
export async function clearLeftovers(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [, pid] = NAME.exec(name) ?? [];
    const path = join(parent, name);
    if (pid === undefined || mine.has(path) || isOther(Number(pid))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** Whether another process of this number runs. Our own number on a folder that is not ours is that of an earlier process. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
