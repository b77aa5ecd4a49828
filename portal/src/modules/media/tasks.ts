import type { Context } from '../../context.ts';
import { enqueue, MOST_ATTEMPTS, type Payload } from '../../platform/queue/index.ts';
import type { JobInfo, Schedule, Task } from '../../platform/queue/worker.ts';
import { type FileVerdict, findFile, scanFile } from '../uploads/index.ts';
import { bodySchedules, bodyTasks } from './body/tasks.ts';
import { type FileRow, findMediaFile, isGone } from './file-queries.ts';
import { fitsName, isMedia } from './kinds.ts';
import type { Failure, FileStatus } from './model.ts';
import { prepareFile } from './prepare.ts';
import { findWork } from './queries.ts';
import { removeBytes } from './remove.ts';
import { tellOthers } from './same-sound.ts';
import { type FileNews, moveFile } from './store.ts';
import { sweepUnsent } from './sweep.ts';

export const RECEIVED = 'media.received';
export const SCAN = 'media.scan';
const PREPARE = 'media.prepare';
const SWEEP = 'media.sweep';
/** Each may take long. */
const PREPARE_TRIES = 3;
export const REMOVE = 'media.remove';

export const mediaSchedules: readonly Schedule[] = [{ task: SWEEP, cron: '* * * * *' }, ...bodySchedules];

/** One step of a file's life. */
interface Step {
  readonly name: string;
  /** What the file is while the step is before it; a file that is something else is passed over. */
  readonly at: FileStatus;
  readonly tries?: number;
  /** What came of it; the next step follows where the file goes on. */
  readonly run: (file: FileRow, job: JobInfo) => Promise<FileNews>;
  /** What is said of a file whose step was tried in vain. */
  readonly gaveUp: string;
  readonly gaveUpAs?: Failure;
}

/** The step that follows once a file is something. */
const NEXT: Partial<Record<FileStatus, { readonly task: string; readonly tries: number }>> = {
  preparing: { task: SCAN, tries: MOST_ATTEMPTS },
  transcoding: { task: PREPARE, tries: PREPARE_TRIES },
};

/** The life of a file: received → scanned → made playable and listened to → uploaded, or failed with a reason. Each step may run twice. */
export function mediaTasks(context: Context): readonly Task[] {
  const steps: readonly Step[] = [
    {
      name: RECEIVED,
      at: 'uploading',
      run: async (file) =>
        (await isChanged(context, file)) ? { status: 'failed', failure: 'changed' } : { status: 'preparing' },
      gaveUp: 'something went wrong at our side',
    },
    {
      name: SCAN,
      at: 'preparing',
      run: async (file, { signal, attempt }) => {
        const verdict = await scanFile(context, file.id, { signal, lastTry: attempt >= MOST_ATTEMPTS });
        return await afterScan(context, file, verdict);
      },
      gaveUp: 'we tried several times',
      gaveUpAs: 'not-scanned',
    },
    {
      name: PREPARE,
      at: 'transcoding',
      tries: PREPARE_TRIES,
      run: (file, { signal }) => prepareFile(context, file, signal),
      gaveUp: 'making it playable did not end, though we tried several times',
    },
  ];
  const remove: Task = { name: REMOVE, run: (payload) => removeBytes(context, String(payload['file'])) };
  const sweep: Task = { name: SWEEP, run: () => sweepUnsent(context) };
  return [...steps.map((step) => taskOf(context, step)), remove, sweep, ...bodyTasks(context)];
}

function taskOf(
  context: Context,
  { name, at, tries = MOST_ATTEMPTS, run, gaveUp, gaveUpAs = 'transcoding' }: Step,
): Task {
  const { db, clock } = context;
  const found = async (payload: Payload): Promise<FileRow | undefined> => {
    const file = await findMediaFile(db, String(payload['upload']));
    return file?.status === at ? file : undefined;
  };
  /** Where the file is no longer what it was, as somebody deleted it meanwhile, what came of the step is dropped. */
  const settle = (file: FileRow, news: FileNews): Promise<boolean> =>
    db.transaction().execute(async (trx) => {
      if (!(await moveFile(trx, clock, file, news, at))) return false;
      await tellOthers(trx, file, news.notices ?? []);
      const next = NEXT[news.status];
      if (next) await enqueue(trx, next.task, { upload: file.id }, next.tries);
      return true;
    });
  /** What a step leaves of a file that was deleted or destroyed meanwhile. */
  const clearIfGone = async (id: string): Promise<void> => {
    if (await isGone(db, id)) await removeBytes(context, id);
  };
  return {
    name,
    tries,
    async run(payload, job) {
      const file = await found(payload);
      if (!file) return await clearIfGone(String(payload['upload']));
      if (!(await settle(file, await run(file, job)))) await clearIfGone(file.id);
    },
    async died(payload) {
      const file = await found(payload);
      if (file) await settle(file, { status: 'failed', failure: gaveUpAs, detail: gaveUp });
    },
  };
}

/** What the scanner's verdict means for a file. */
async function afterScan({ db }: Context, file: FileRow, verdict: FileVerdict): Promise<FileNews> {
  const work = await findWork(db, file.centreId, file.componentId);
  const failed = (failure: Failure, detail: string | null): FileNews => ({ status: 'failed', failure, detail });
  if (verdict.verdict === 'infected') return failed('infected', verdict.detail);
  if (verdict.verdict === 'not-scanned' && work?.rules.unscanned === 'held')
    return failed('not-scanned', verdict.detail);
  if (isMedia(file.name)) return { status: 'transcoding' };
  return fitsName(file.name, verdict.kind) ? { status: 'uploaded' } : failed('kind', `it is ${verdict.kindWords}`);
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
