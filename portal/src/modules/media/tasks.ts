import type { Context } from '../../context.ts';
import { enqueue, MOST_ATTEMPTS } from '../../platform/queue/index.ts';
import type { JobInfo, Task } from '../../platform/queue/worker.ts';
import { findFile, scanFile } from '../uploads/index.ts';
import { type FileRow, findMediaFile } from './file-queries.ts';
import { fitsName, isMedia } from './kinds.ts';
import { prepareFile } from './prepare.ts';
import { findWork } from './queries.ts';
import { removeBytes } from './remove.ts';
import { tellOthers } from './same-sound.ts';
import { moveFile } from './store.ts';

export const RECEIVED = 'media.received';
export const SCAN = 'media.scan';
const PREPARE = 'media.prepare';
/** Each may take long. */
const PREPARE_TRIES = 3;
export const REMOVE = 'media.remove';

/** The life of a file: received → scanned → made playable and listened to → uploaded, or failed with a reason. Each step may run twice. */
export function mediaTasks(context: Context): readonly Task[] {
  const { db, clock } = context;
  const step = (
    name: string,
    run: (file: FileRow, job: JobInfo) => Promise<void>,
    gaveUp: string,
    tries: number = MOST_ATTEMPTS,
  ): Task => ({
    name,
    tries,
    async run(payload, job) {
      const file = await findMediaFile(db, String(payload['upload']));
      if (file) await run(file, job);
    },
    async died(payload) {
      const file = await findMediaFile(db, String(payload['upload']));
      if (!file || file.status === 'uploaded' || file.status === 'failed') return;
      await db
        .transaction()
        .execute((trx) => moveFile(trx, clock, file, { status: 'failed', failure: 'transcoding', detail: gaveUp }));
    },
  });
  return [
    step(
      RECEIVED,
      async (file) => {
        if (file.status !== 'uploading') return;
        const changed = await isChanged(context, file);
        await db.transaction().execute(async (trx) => {
          if (changed) return await moveFile(trx, clock, file, { status: 'failed', failure: 'changed' });
          await moveFile(trx, clock, file, { status: 'preparing' });
          await enqueue(trx, SCAN, { upload: file.id });
        });
      },
      'something went wrong at our side',
    ),

    step(
      SCAN,
      async (file, { signal, attempt }) => {
        if (file.status !== 'preparing') return;
        const verdict = await scanFile(context, file.id, { signal, lastTry: attempt >= MOST_ATTEMPTS });
        const work = await findWork(db, file.centreId, file.componentId);
        await db.transaction().execute(async (trx) => {
          const failed = (failure: 'infected' | 'not-scanned' | 'kind', detail: string | null) =>
            moveFile(trx, clock, file, { status: 'failed', failure, detail });
          if (verdict.verdict === 'infected') return await failed('infected', verdict.detail);
          if (verdict.verdict === 'not-scanned' && work?.rules.unscanned === 'held')
            return await failed('not-scanned', verdict.detail);
          if (!isMedia(file.name)) {
            if (!fitsName(file.name, verdict.kind)) return await failed('kind', `it is ${verdict.kindWords}`);
            return await moveFile(trx, clock, file, { status: 'uploaded' });
          }
          await moveFile(trx, clock, file, { status: 'transcoding' });
          await enqueue(trx, PREPARE, { upload: file.id }, PREPARE_TRIES);
        });
      },
      'it could not be scanned, though we tried several times',
    ),

    step(
      PREPARE,
      async (file, { signal }) => {
        if (file.status !== 'transcoding') return;
        const news = await prepareFile(context, file, signal);
        await db.transaction().execute(async (trx) => {
          await moveFile(trx, clock, file, news);
          await tellOthers(trx, file, news.notices ?? []);
        });
      },
      'making it playable did not end, though we tried several times',
      PREPARE_TRIES,
    ),

    {
      name: REMOVE,
      async run(payload) {
        await removeBytes(context, String(payload['file']));
      },
    },
  ];
}

/** Whether the browser says that it sent other bytes than those that are here. */
async function isChanged({ db }: Context, { id }: FileRow): Promise<boolean> {
  const kept = await findFile(db, id);
  const { sha256_sent: sent } = await db
    .selectFrom('media_file')
    .select('sha256_sent')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return sent !== null && kept !== undefined && sent !== kept.sha256;
}
