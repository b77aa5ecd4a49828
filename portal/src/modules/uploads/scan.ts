import type { Context } from '../../context.ts';
import { record } from '../audit/index.ts';

/** What the scanner said of a file. */
export interface FileVerdict {
  readonly verdict: 'clean' | 'infected' | 'not-scanned';
  readonly engine: string;
  readonly detail: string | null;
}

/**
 * Scans a file once; a second call gives the verdict of the first. An infected file is moved to quarantine before
 * the verdict is written, so that it can never be read under its old key.
 */
export async function scanFile(context: Context, id: string, signal: AbortSignal): Promise<FileVerdict> {
  const { db, blobs, scanner, clock } = context;
  const file = await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (file.verdict) {
    return {
      verdict: file.verdict as FileVerdict['verdict'],
      engine: file.verdict_engine ?? '',
      detail: file.verdict_detail,
    };
  }
  const quarantine = `quarantine/${id}`;
  const key = await blobs.size(file.blob_key).then(
    () => file.blob_key,
    () => quarantine,
  );
  const bytes = await blobs.read(key);
  const { verdict, kind } = await scanner.scan({ name: file.name, size: file.size, stream: () => bytes }, { signal });
  const infected = verdict.verdict === 'infected';
  if (infected) await blobs.move(file.blob_key, quarantine);
  const detail =
    verdict.verdict === 'infected' ? verdict.signature : verdict.verdict === 'not-scanned' ? verdict.reason : null;
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('file')
      .set({
        verdict: verdict.verdict,
        verdict_engine: verdict.engine,
        verdict_detail: detail,
        kind: kind.label,
        scanned_at: clock.now(),
        ...(infected ? { blob_key: quarantine } : {}),
      })
      .where('id', '=', id)
      .execute();
    if (!infected) return;
    await record(trx, clock, {
      organisationId: file.organisation_id,
      action: 'file.quarantined',
      subject: `file ${id}`,
      after: { signature: detail },
    });
  });
  return { verdict: verdict.verdict, engine: verdict.engine, detail };
}
