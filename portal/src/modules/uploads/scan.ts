import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { FileKindId } from '../../platform/scan/index.ts';
import { record } from '../audit/index.ts';

/** What the scanner said of a file. */
export interface FileVerdict {
  readonly verdict: 'clean' | 'infected' | 'not-scanned';
  readonly engine: string;
  readonly detail: string | null;
  /** What the bytes are, whatever the name says; null for files that were scanned before this was kept. */
  readonly kind: FileKindId | null;
  /** The same in words, to stand inside a sentence: "a plain text file". */
  readonly kindWords: string | null;
}

/** The scanner could not be asked just now: the file may be scanned later. */
export class ScannerAwayError extends Error {
  override name = 'ScannerAwayError';
}

interface ScanJob {
  readonly signal: AbortSignal;
  /** Nobody will ask again: trouble of the scanner's own is written down as the verdict. Else it throws ScannerAwayError. */
  readonly lastTry: boolean;
}

/**
 * Scans a file once; a second call gives the verdict of the first. An infected file is moved to quarantine before
 * the verdict is written, so that it can never be read under its old key.
 */
export async function scanFile(context: Context, id: string, { signal, lastTry }: ScanJob): Promise<FileVerdict> {
  const { db, blobs, scanner, clock } = context;
  const file = await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (file.verdict) {
    return {
      verdict: file.verdict as FileVerdict['verdict'],
      engine: file.verdict_engine ?? '',
      detail: file.verdict_detail,
      kind: file.kind_id as FileKindId | null,
      kindWords: file.kind,
    };
  }
  const quarantine = `quarantine/${id}`;
  const key = await blobs.size(file.blob_key).then(
    () => file.blob_key,
    () => quarantine,
  );
  // Opened once the scanner asks for it, as it may keep others waiting.
  const stream = async function* () {
    yield* await blobs.read(key);
  };
  const { verdict, kind } = await scanner.scan({ name: file.name, size: file.size, stream }, { signal });
  if (verdict.verdict === 'not-scanned' && verdict.passing && !lastTry) throw new ScannerAwayError(verdict.reason);
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
        kind_id: kind.id,
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
  return { verdict: verdict.verdict, engine: verdict.engine, detail, kind: kind.id, kindWords: kind.label };
}

/** Forgets that a file could not be scanned, so that it is scanned anew; gives whether there was anything to forget. */
export async function forgetVerdict(trx: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('file')
    .set({ verdict: null, verdict_engine: null, verdict_detail: null, scanned_at: null })
    .where('id', '=', id)
    .where('verdict', '=', 'not-scanned')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
