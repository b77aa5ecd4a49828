import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Schedule, Task } from '../../platform/queue/worker.ts';
import { UNFINISHED_DAYS, UPLOAD_ID } from './model.ts';
import type { Uploads } from './store.ts';

const SWEEP = 'uploads.sweep';
const IS_ID = new RegExp(UPLOAD_ID);
const DAY_MS = 24 * 60 * 60 * 1000;

export const uploadSchedules: readonly Schedule[] = [{ task: SWEEP, cron: '* * * * *', atStart: true }];

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
        await clearStrays(context);
      },
    },
  ];
}

/** Bytes left by a process that was killed: at once where the upload is over, after a day where none was written down. */
async function clearStrays({ db, uploadsFolder, clock }: Context): Promise<void> {
  const names = await readdir(uploadsFolder).catch(() => []);
  const idOf = (name: string): string => name.replace(/\.json$/, '');
  const ids = [...new Set(names.map(idOf))].filter((id) => IS_ID.test(id));
  const rows =
    ids.length > 0 ? await db.selectFrom('upload').select(['id', 'state']).where('id', 'in', ids).execute() : [];
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  for (const name of names) {
    const state = states.get(idOf(name));
    if (state === 'receiving') continue;
    const path = join(uploadsFolder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && (state !== undefined || clock.now().getTime() - found.mtimeMs > DAY_MS))
      await rm(path, { force: true });
  }
}
