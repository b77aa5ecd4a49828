import type { Context } from '../../context.ts';
import { moveFile, removeUnsent } from './store.ts';

/**
 * Ends files whose upload is over without their bytes: one that was given up is taken away, one that nobody finished in time has
 * failed, and its candidates have nothing again. Safe to repeat.
 */
export async function sweepUnsent({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const over = await db
    .selectFrom('media_file as media')
    .innerJoin('upload', 'upload.id', 'media.id')
    .select(['media.id', 'media.component_id as componentId', 'media.centre_id as centreId', 'upload.state'])
    .where('media.status', '=', 'uploading')
    .where('media.deleted_at', 'is', null)
    .where('upload.state', 'in', ['cancelled', 'expired'])
    .execute();
  for (const file of over) {
    await db.transaction().execute(async (trx) => {
      if (file.state === 'cancelled') return await removeUnsent(trx, clock, file);
      await moveFile(trx, clock, file, { status: 'failed', failure: 'expired' }, 'uploading');
    });
  }
}
