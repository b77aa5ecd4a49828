import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { announce } from '../../platform/events.ts';
import { conflict, notFound } from '../../platform/http/errors.ts';
import { record } from '../audit/index.ts';
import type { Failure, FileNotice, FileRole, FileStatus } from './model.ts';
import { takesChanges, workState } from './model.ts';
import { type CentreWork, findWork } from './queries.ts';

/** A centre's work for a component. */
export interface WorkKey {
  readonly componentId: number;
  readonly centreId: number;
}

/** Who acts, and when. */
export interface Doer {
  readonly clock: Clock;
  readonly personId: number;
  readonly address: string;
}

/** The topic that tells of changes to a centre's work. */
export function workTopic({ componentId, centreId }: WorkKey): string {
  return `media ${componentId} ${centreId}`;
}

/** What the audit trail calls a centre's work. */
export function workSubject({ componentId }: Pick<WorkKey, 'componentId'>): string {
  return `component ${componentId}`;
}

/** One at a time for a centre's work: what is locked, tagged and counted is looked at under this lock. */
export async function lockWork(trx: Database, { componentId, centreId }: WorkKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`media ${componentId} ${centreId}`}, 0))`.execute(trx);
}

/** Locks a centre's work for a change; throws, in words, where it takes none. */
export async function openWork(trx: Database, clock: Clock, key: WorkKey): Promise<CentreWork> {
  await lockWork(trx, key);
  const work = await findWork(trx, key.centreId, key.componentId);
  if (!work) throw notFound();
  refuseLocked(work, clock.now());
  return work;
}

/** Throws, in words, where a centre's work takes no changes. */
export function refuseLocked(work: CentreWork, now: Date): void {
  const state = workState(work, now);
  if (takesChanges(state)) return;
  if (state === 'submitted') {
    throw conflict(
      'The final submission has been made',
      `Files, candidates and reasons for ${work.code} can no longer be changed. If something is wrong, ask ${work.body} (${work.contact}) to open it again.`,
    );
  }
  throw state === 'not-open'
    ? conflict(`${work.code} is not open yet`, 'Nothing was changed. Come back once it has opened.')
    : conflict(`${work.code} is closed`, `Nothing was changed. Write to ${work.body}, ${work.contact}, for more time.`);
}

export interface NewFile extends WorkKey {
  readonly personId: number;
  readonly role: FileRole;
  readonly name: string;
  readonly size: number | undefined;
  readonly fingerprint: string | undefined;
  readonly candidateIds: readonly number[];
}

/** Writes a file down whose upload begins, with the candidates it is for so far. */
export async function addFile(trx: Database, clock: Clock, id: string, file: NewFile): Promise<void> {
  await trx
    .insertInto('media_file')
    .values({
      id,
      component_id: file.componentId,
      centre_id: file.centreId,
      person_id: file.personId,
      role: file.role,
      name: file.name,
      size: file.size ?? null,
      fingerprint: file.fingerprint ?? null,
      status: 'uploading',
      notices: '[]',
      added_at: clock.now(),
    })
    .execute();
  await writeTags(trx, id, file.candidateIds);
  await recount(trx, file, file.candidateIds);
  await announce(trx, workTopic(file));
}

/** Tags a file with these candidates and no others, where it is still of this version; who it was for before is counted anew. */
export async function setTags(
  trx: Database,
  { clock, personId, address }: Doer,
  file: WorkKey & { readonly id: string; readonly version: number },
  candidateIds: readonly number[],
): Promise<'done' | 'changed meanwhile'> {
  const moved = await trx
    .updateTable('media_file')
    .set({ version: file.version + 1 })
    .where('id', '=', file.id)
    .where('version', '=', file.version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return 'changed meanwhile';
  const before = await tagsOf(trx, file.id);
  await trx.deleteFrom('media_tag').where('file_id', '=', file.id).execute();
  await writeTags(trx, file.id, candidateIds);
  await recount(trx, file, [...before, ...candidateIds]);
  await record(trx, clock, {
    personId,
    organisationId: file.centreId,
    address,
    action: 'media.tagged',
    subject: `file ${file.id}`,
    before: { candidates: before },
    after: { candidates: candidateIds },
  });
  await announce(trx, workTopic(file));
  return 'done';
}

async function tagsOf(trx: Database, fileId: string): Promise<number[]> {
  const rows = await trx
    .selectFrom('media_tag')
    .select('candidate_id')
    .where('file_id', '=', fileId)
    .orderBy('candidate_id')
    .execute();
  return rows.map((row) => row.candidate_id);
}

async function writeTags(trx: Database, fileId: string, candidateIds: readonly number[]): Promise<void> {
  if (candidateIds.length === 0) return;
  const rows = candidateIds.map((candidate_id) => ({ file_id: fileId, candidate_id }));
  await trx.insertInto('media_tag').values(rows).execute();
}

/** Counts anew the files of these candidates that have not failed. */
async function recount(trx: Database, { componentId }: WorkKey, candidateIds: readonly number[]): Promise<void> {
  if (candidateIds.length === 0) return;
  await sql`update media_entry set files = (
      select count(*) from media_tag join media_file on media_file.id = media_tag.file_id
      where media_tag.candidate_id = media_entry.candidate_id and media_file.component_id = media_entry.component_id
        and media_file.deleted_at is null and media_file.status <> 'failed'
        and media_file.role <> 'document')
    where component_id = ${componentId} and candidate_id in (${sql.join([...candidateIds])})`.execute(trx);
}

/** Takes a file away: its bytes are removed later by a job. */
export async function deleteFile(
  trx: Database,
  { clock, personId, address }: Doer,
  file: WorkKey & { readonly id: string },
): Promise<boolean> {
  await lockWork(trx, file);
  const candidates = await tagsOf(trx, file.id);
  const deleted = await trx
    .updateTable('media_file')
    .set({ deleted_at: clock.now(), deleted_by: personId })
    .where('id', '=', file.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (deleted.numUpdatedRows === 0n) return false;
  await recount(trx, file, candidates);
  await sql`update media_file set notices = (
      select coalesce(jsonb_agg(one), '[]') from jsonb_array_elements(notices) one where one->>'file' is distinct from ${file.id})
    where component_id = ${file.componentId} and centre_id = ${file.centreId} and notices @> ${JSON.stringify([{ file: file.id }])}::jsonb`.execute(
    trx,
  );
  await record(trx, clock, {
    personId,
    organisationId: file.centreId,
    address,
    action: 'media.deleted',
    subject: `file ${file.id}`,
    before: { candidates },
  });
  await announce(trx, workTopic(file));
  return true;
}

/** Takes away a file whose upload was given up. */
export async function removeUnsent(
  trx: Database,
  clock: Clock,
  file: WorkKey & { readonly id: string },
): Promise<void> {
  await lockWork(trx, file);
  const candidates = await tagsOf(trx, file.id);
  await trx.updateTable('media_file').set({ deleted_at: clock.now() }).where('id', '=', file.id).execute();
  await recount(trx, file, candidates);
  await announce(trx, workTopic(file));
}

/** What a step of a file's life found out. */
export interface FileNews {
  readonly status: FileStatus;
  readonly failure?: Failure | null;
  readonly detail?: string | null;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly notices?: readonly FileNotice[];
  readonly waveform?: readonly number[];
  readonly soundprint?: Buffer;
  readonly playable?: { readonly key: string; readonly type: string };
}

/**
 * Moves a file on, tells everybody who watches, and counts its candidates anew where it failed or is well again. Where the file is not as it was
 * when the step began (`from`), deleted for instance, nothing happens. Gives whether it moved.
 */
export async function moveFile(
  trx: Database,
  clock: Clock,
  file: WorkKey & { readonly id: string },
  news: FileNews,
  from?: FileStatus,
): Promise<boolean> {
  const settled = news.status === 'uploaded' || news.status === 'failed';
  await lockWork(trx, file);
  const moved = await trx
    .updateTable('media_file')
    .set({
      status: news.status,
      failure: news.failure ?? null,
      detail: news.detail ?? null,
      progress: 0,
      ...(news.facts && { facts: JSON.stringify(news.facts) }),
      ...(news.notices && { notices: JSON.stringify(news.notices) }),
      ...(news.waveform && { waveform: JSON.stringify(news.waveform) }),
      ...(news.soundprint && { soundprint: news.soundprint }),
      ...(news.playable && { playable_key: news.playable.key, playable_type: news.playable.type }),
      ...(settled && { settled_at: clock.now() }),
    })
    .where('id', '=', file.id)
    .where('deleted_at', 'is', null)
    .where('destroyed_at', 'is', null)
    .$if(from !== undefined, (moving) => moving.where('status', '=', from!))
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return false;
  await recount(trx, file, await tagsOf(trx, file.id));
  if (settled) {
    await record(trx, clock, {
      organisationId: file.centreId,
      action: `media.${news.status}`,
      subject: `file ${file.id}`,
      ...(news.failure && { after: { failure: news.failure } }),
    });
  }
  await announce(trx, workTopic(file));
  return true;
}

/** Notes how far a step is; those who watch hear of it. */
export async function noteProgress(db: Database, file: WorkKey & { readonly id: string }, progress: number) {
  await db.updateTable('media_file').set({ progress }).where('id', '=', file.id).execute();
  await announce(db, workTopic(file));
}

/** Notes the SHA-256 of what the browser says it sent; the first word counts. */
export async function noteSent(db: Database, id: string, sha256: string): Promise<void> {
  await db
    .updateTable('media_file')
    .set({ sha256_sent: sha256 })
    .where('id', '=', id)
    .where('sha256_sent', 'is', null)
    .execute();
}

/** Why a candidate has no submission; null takes a reason back. */
export interface ReasonChange {
  readonly candidateId: number;
  /** What whoever changes it saw. */
  readonly was: string | null;
  readonly reason: string | null;
}

/** Records reasons; candidates who have a file tagged, and those whose reason somebody else changed meanwhile, are left alone and given back. */
export async function setReasons(
  trx: Database,
  { clock, personId, address }: Doer,
  key: WorkKey,
  changes: readonly ReasonChange[],
): Promise<{ readonly tagged: readonly number[]; readonly meanwhile: readonly number[] }> {
  const tagged: number[] = [];
  const meanwhile: number[] = [];
  let changed = 0;
  for (const { candidateId, was, reason } of changes) {
    const entry = await trx
      .selectFrom('media_entry')
      .select(['reason', 'files'])
      .where('component_id', '=', key.componentId)
      .where('centre_id', '=', key.centreId)
      .where('candidate_id', '=', candidateId)
      .forUpdate()
      .executeTakeFirst();
    if (!entry || entry.reason === reason) continue;
    if (entry.reason !== was) {
      meanwhile.push(candidateId);
      continue;
    }
    if (reason !== null && entry.files > 0) {
      tagged.push(candidateId);
      continue;
    }
    await trx
      .updateTable('media_entry')
      .set(
        reason === null
          ? { reason: null, reason_by: null, reason_at: null }
          : { reason, reason_by: personId, reason_at: clock.now() },
      )
      .where('component_id', '=', key.componentId)
      .where('candidate_id', '=', candidateId)
      .execute();
    await record(trx, clock, {
      personId,
      organisationId: key.centreId,
      address,
      action: reason === null ? 'media.reason-removed' : 'media.reason-recorded',
      subject: `candidate ${candidateId} of ${workSubject(key)}`,
      before: { reason: entry.reason },
      after: { reason },
    });
    changed++;
  }
  if (changed > 0) await announce(trx, workTopic(key));
  return { tagged, meanwhile };
}
