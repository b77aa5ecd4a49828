import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Schedule, Task } from '../../platform/queue/worker.ts';
import { UNFINISHED_DAYS } from './model.ts';
import type { Uploads } from './store.ts';

const SWEEP = 'uploads.sweep';
const DAY_MS = 24 * 60 * 60 * 1000;

export const uploadSchedules: readonly Schedule[] = [{ task: SWEEP, cron: '* * * * *' }];

/** Finishes uploads whose process was killed after the last byte, gives up old ones, clears what belongs to none. */
export function uploadTasks(context: Context, uploads: Uploads): readonly Task[] {
  const { db, clock, log } = context;
  return [
    {
      name: SWEEP,
      async run() {
        const open = await db
          .selectFrom('upload')
          .select(['id', 'begun_at'])
          .where('state', '=', 'receiving')
          .execute();
        for (const { id, begun_at: begunAt } of open) {
          try {
            const state = await uploads.finish(id);
            if (state === 'receiving' && clock.now().getTime() - begunAt.getTime() > UNFINISHED_DAYS * DAY_MS) {
              await uploads.cancel(id, 'expired');
            }
          } catch (error) {
            log.error({ err: error, upload: id }, 'could not sweep an upload');
          }
        }
        await clearStrays(context, new Set(open.map(({ id }) => id)));
      },
    },
  ];
}

/** Bytes of uploads that were never written down or are long done: left by a process that was killed between the two. */
async function clearStrays({ uploadsFolder, clock }: Context, open: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(uploadsFolder).catch(() => [])) {
    if (open.has(name.replace(/\.json$/, ''))) continue;
    const path = join(uploadsFolder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && clock.now().getTime() - found.mtimeMs > DAY_MS) await rm(path, { force: true });
  }
}
