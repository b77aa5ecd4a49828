import { sql } from 'kysely';
import type { Context } from '../../../../context.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { londonDay } from '../../../../platform/london.ts';
import { enqueue } from '../../../../platform/queue/index.ts';
import { record } from '../../../audit/index.ts';
import { Uploads } from '../../../uploads/index.ts';
import { LATE_DAYS } from '../../model.ts';
import { removeBytes } from '../../remove.ts';
import type { SessionFacts } from '../queries.ts';
import type { Actor } from '../route-parts.ts';
import { sessionSubject } from '../store.ts';

/** The job that removes the bytes. */
export const DESTROY = 'media.destroy';

export interface DestroyedFile {
  readonly id: string;
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly code: string;
  readonly name: string;
  readonly role: string;
  /** Null where not every byte had arrived. */
  readonly size: number | null;
  readonly sha256: string | null;
}

/** What was destroyed, by whom and when: kept for ever. Names of candidates are not in it. */
export interface Certificate {
  readonly body: string;
  readonly session: string;
  readonly code: string;
  readonly keepUntil: string;
  readonly person: string;
  readonly files: readonly DestroyedFile[];
  /** When the last byte was gone; absent while it is under way. ISO 8601. */
  readonly removedAt?: string;
}

/** Why the files of a session cannot be destroyed now, as a sentence; undefined where they can. */
export async function whyNotYet(db: Database, now: Date, session: SessionFacts): Promise<'kept' | 'open' | undefined> {
  if (londonDay(now) <= session.keepUntil) return 'kept';
  const { rows } = await sql`
    select from media_component component
    left join media_extension extension on extension.component_id = component.id
    where component.session_id = ${session.id}
      and greatest(closes_at, extension.until) + make_interval(days => ${LATE_DAYS}) >= ${now}::timestamptz limit 1`.execute(
    db,
  );
  return rows.length > 0 ? 'open' : undefined;
}

/** How many files of a session have bytes that can be destroyed, and how many bytes. */
export async function toDestroy(db: Database, sessionId: number) {
  const { rows } = await sql<{ files: number; bytes: number }>`
    select count(*)::int as files, coalesce(sum(coalesce(file.size, media_file.size)), 0)::bigint as bytes
    from media_file left join file on file.id = media_file.id
    where component_id in (select id from media_component where session_id = ${sessionId}) and destroyed_at is null`.execute(
    db,
  );
  return rows[0]!;
}

/**
 * Destroys every file of a session, failed and deleted ones too: they are marked at once, a job removes the bytes. Gives the number of
 * the certificate; undefined where nothing was left or it may not be yet.
 */
export async function destroyFiles(
  trx: Database,
  { clock }: Pick<Context, 'clock'>,
  { personId, bodyId, address }: Actor,
  session: SessionFacts,
): Promise<number | undefined> {
  await trx.selectFrom('media_session').select('id').where('id', '=', session.id).forUpdate().execute();
  const now = clock.now();
  if ((await whyNotYet(trx, now, session)) !== undefined) return undefined;
  const { rows: files } = await sql<DestroyedFile>`
    with gone as (
      update media_file set destroyed_at = ${now}::timestamptz
      where component_id in (select id from media_component where session_id = ${session.id}) and destroyed_at is null
      returning id, centre_id, component_id, name, role, size)
    select gone.id, centre.name as centre, centre.ncn as "centreNumber", component.code, gone.name, gone.role,
      coalesce(file.size, gone.size) as size, file.sha256
    from gone join organisation centre on centre.id = gone.centre_id
    join media_component component on component.id = gone.component_id left join file on file.id = gone.id
    order by centre.ncn, centre.id, component.code, gone.name, gone.id`.execute(trx);
  if (files.length === 0) return undefined;
  const { name: person } = await trx
    .selectFrom('person')
    .select('name')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const { body, name, code, keepUntil } = session;
  const certificate: Certificate = { body, session: name, code, keepUntil, person, files };
  const { id } = await trx
    .insertInto('media_destruction')
    .values({ session_id: session.id, person_id: personId, at: now, certificate: JSON.stringify(certificate) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await record(trx, clock, {
    personId,
    organisationId: bodyId,
    address,
    action: 'media.destroyed',
    subject: sessionSubject(session.id),
    after: { certificate: id, files: files.length },
  });
  await enqueue(trx, DESTROY, { destruction: id });
  return id;
}

/** Removes the bytes of what a certificate lists, then notes that they are gone. May run twice. */
export async function removeDestroyed(context: Context, id: number, signal: AbortSignal): Promise<void> {
  const { db, clock } = context;
  const row = await db
    .selectFrom('media_destruction')
    .select('certificate')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const certificate = row.certificate as Certificate;
  if (certificate.removedAt !== undefined) return;
  const uploads = new Uploads(context);
  for (const file of certificate.files) {
    signal.throwIfAborted();
    // One that never arrived in full has its bytes elsewhere.
    if (file.sha256 === null) await uploads.cancel(file.id, 'expired');
    await removeBytes(context, file.id);
    await db
      .updateTable('media_file')
      .set({ playable_key: null, playable_type: null, waveform: null, soundprint: null })
      .where('id', '=', file.id)
      .execute();
  }
  const done = JSON.stringify({ removedAt: clock.now().toISOString() });
  await sql`update media_destruction set certificate = certificate || ${done}::jsonb where id = ${id}`.execute(db);
}

export interface DestructionRow {
  readonly id: number;
  readonly at: Date;
  readonly person: string;
  readonly files: number;
  readonly removedAt: string | null;
}

/** The certificates of a session, the newest first, without their files. */
export async function destructionsOf(db: Database, sessionId: number): Promise<readonly DestructionRow[]> {
  const { rows } = await sql<DestructionRow>`
    select id, at, certificate->>'person' as person, jsonb_array_length(certificate->'files') as files,
      certificate->>'removedAt' as "removedAt"
    from media_destruction where session_id = ${sessionId} order by id desc`.execute(db);
  return rows;
}

/** A certificate of one of the awarding body's sessions; undefined where it is another's or none. */
export async function findCertificate(db: Database, bodyId: number, id: number) {
  const { rows } = await sql<{ id: number; sessionId: number; at: Date; certificate: Certificate }>`
    select destruction.id, session_id as "sessionId", at, certificate
    from media_destruction destruction join media_session session on session.id = session_id
    where destruction.id = ${id} and session.body_id = ${bodyId}`.execute(db);
  return rows[0];
}
