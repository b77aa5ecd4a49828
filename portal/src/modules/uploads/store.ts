import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from '@tus/utils';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { freeBytes } from '../../platform/blobs/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { conflict, notFound, refused } from '../../platform/http/errors.ts';
import { enqueue, type Payload } from '../../platform/queue/index.ts';
import { record } from '../audit/index.ts';
import { HashingStore } from './hashing-store.ts';
import { cleanName, MOST_BYTES_A_DAY, MOST_UNFINISHED, RESERVED_BYTES, refusal, type UploadLimits } from './model.ts';

export interface NewUpload {
  readonly organisationId: number;
  readonly personId: number;
  readonly name: string;
  /** Bytes, where the sender can say. */
  readonly size?: number;
  readonly lastModified?: Date;
  /** What it is for, such as `return 12`. */
  readonly purpose: string;
  readonly limits: UploadLimits;
  /** A permission: everybody of the organisation who has it may go on with the upload, not only who began it. */
  readonly sharedWith?: string;
  /** Written down in the same transaction, such as what the upload is to become. */
  readonly also?: (trx: Database, id: string) => Promise<void>;
  /** The task that runs once every byte is there; its payload gains `upload`. */
  readonly then: { readonly task: string; readonly payload: Payload };
}

/** Where the bytes of an upload stand. */
export type UploadState = 'receiving' | 'received' | 'cancelled' | 'expired';

/** Takes uploads in: begins them, finishes them, clears away what was never finished. */
export class Uploads {
  readonly tus: HashingStore;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    this.tus = new HashingStore({ directory: context.uploadsFolder });
  }

  /** Refuses what cannot be taken, in words, before a byte is sent; else makes room for it and returns its id. */
  async begin(upload: NewUpload): Promise<string> {
    const { db, clock } = this.#context;
    const name = cleanName(upload.name);
    const why = refusal(name, upload.size, upload.limits);
    if (why) throw why;
    await this.#refuseWithoutRoom(upload.size ?? 0);
    const id = randomUUID();
    await this.tus.create(new Upload({ id, offset: 0, ...(upload.size === undefined ? {} : { size: upload.size }) }));
    const written = db.transaction().execute(async (trx) => {
      await refuseTooMuch(trx, upload, clock.now());
      await trx
        .insertInto('upload')
        .values({
          id,
          organisation_id: upload.organisationId,
          person_id: upload.personId,
          name,
          size: upload.size ?? null,
          last_modified: upload.lastModified ?? null,
          state: 'receiving',
          then_task: upload.then.task,
          then_payload: JSON.stringify(upload.then.payload),
          purpose: upload.purpose,
          shared_with: upload.sharedWith ?? null,
          begun_at: clock.now(),
        })
        .execute();
      await upload.also?.(trx, id);
      await record(trx, clock, {
        personId: upload.personId,
        organisationId: upload.organisationId,
        action: 'upload.begun',
        subject: upload.purpose,
        after: { upload: id, size: upload.size ?? null },
      });
    });
    await written.catch(async (error) => {
      await this.#discard(id);
      throw error;
    });
    return id;
  }

  /**
   * Finishes an upload whose every byte is on disk: makes it safe against loss of power, notes its SHA-256, and starts
   * what runs next, once. Called after the last byte, again by the browser, and by the sweeper, since a process may be
   * killed between the last byte and here. Returns the state; `receiving` when bytes are still missing.
   */
  async finish(id: string): Promise<UploadState> {
    const { db, clock, blobs } = this.#context;
    const upload = await db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
    if (!upload) throw notFound();
    if (upload.state !== 'receiving') return upload.state as UploadState;
    const path = this.path(id);
    const arrived = await stat(path).catch(() => undefined);
    if (!arrived) return await this.state(id);
    if (upload.size === null || arrived.size !== upload.size) return 'receiving';
    const blobKey = `files/${id}`;
    let sha256: string;
    try {
      sha256 = await this.tus.sha256(id, path, upload.size);
      await blobs.adopt(blobKey, path);
    } catch (error) {
      // Somebody else may have finished it meanwhile and cleared its bytes away.
      const state = await this.state(id);
      if (state !== 'receiving') return state;
      throw error;
    }
    const state = await db.transaction().execute(async (trx): Promise<UploadState> => {
      const locked = await trx
        .selectFrom('upload')
        .select(['state', 'then_task'])
        .select(sql<Payload>`then_payload`.as('then_payload'))
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (locked.state !== 'receiving') return locked.state as UploadState;
      await trx
        .updateTable('upload')
        .set({ state: 'received', received_at: clock.now() })
        .where('id', '=', id)
        .execute();
      await trx
        .insertInto('file')
        .values({
          id,
          organisation_id: upload.organisation_id,
          name: upload.name,
          size: arrived.size,
          sha256,
          blob_key: blobKey,
        })
        .execute();
      await record(trx, clock, {
        personId: upload.person_id,
        organisationId: upload.organisation_id,
        action: 'upload.received',
        subject: upload.purpose,
        after: { upload: id, size: arrived.size, sha256 },
      });
      await enqueue(trx, locked.then_task, { ...locked.then_payload, upload: id });
      return 'received';
    });
    // Given up while its last bytes were made safe: what was given up is not kept.
    if (state !== 'received') await blobs.remove(blobKey);
    await this.#discard(id);
    return state;
  }

  /** Says how large an upload is whose sender could not say, once its last byte is there. */
  async settleSize(id: string, size: number): Promise<void> {
    await this.#context.db.updateTable('upload').set({ size }).where('id', '=', id).where('size', 'is', null).execute();
  }

  /** Gives an unfinished upload up; `by` is the person who does, where it is not who began it. What is finished stays. */
  async cancel(id: string, state: 'cancelled' | 'expired' = 'cancelled', by?: number): Promise<void> {
    const { db, clock } = this.#context;
    const cancelled = await db.transaction().execute(async (trx) => {
      const upload = await trx
        .updateTable('upload')
        .set({ state })
        .where('id', '=', id)
        .where('state', '=', 'receiving')
        .returning(['organisation_id', 'person_id', 'purpose'])
        .executeTakeFirst();
      if (!upload) return false;
      const personId = by ?? (state === 'cancelled' ? upload.person_id : undefined);
      await record(trx, clock, {
        ...(personId !== undefined && { personId }),
        organisationId: upload.organisation_id,
        action: `upload.${state}`,
        subject: upload.purpose,
        after: { upload: id },
      });
      return true;
    });
    if (cancelled) await this.#discard(id);
  }

  /** How many bytes of an unfinished upload are there, and when the last of them came; undefined where there are none. */
  async arrived(id: string): Promise<{ readonly bytes: number; readonly at: Date } | undefined> {
    const found = await stat(this.path(id)).catch(() => undefined);
    return found && { bytes: found.size, at: found.mtime };
  }

  async state(id: string): Promise<UploadState> {
    const row = await this.#context.db.selectFrom('upload').select('state').where('id', '=', id).executeTakeFirst();
    if (!row) throw notFound();
    return row.state as UploadState;
  }

  path(id: string): string {
    return join(this.#context.uploadsFolder, id);
  }

  async #discard(id: string): Promise<void> {
    this.tus.forget(id);
    await this.tus.remove(id).catch(() => undefined);
  }

  /** Bytes that uploads under way may still bring; a little too many, as some of them are there already. */
  async #promised(): Promise<number> {
    const { bytes } = await this.#context.db
      .selectFrom('upload')
      .select((select) => select.fn.coalesce(select.fn.sum<string>('size'), sql<string>`0`).as('bytes'))
      .where('state', '=', 'receiving')
      .executeTakeFirstOrThrow();
    return Number(bytes);
  }

  async #refuseWithoutRoom(size: number): Promise<void> {
    const { blobs, uploadsFolder, log } = this.#context;
    const free = Math.min(await blobs.free(), await freeBytes(uploadsFolder)) - (await this.#promised());
    if (free - size > RESERVED_BYTES) return;
    log.error({ size }, 'refused an upload: the disk is nearly full');
    throw refused(
      507,
      'Garner cannot take the file just now',
      'There is no room for it on the server. Nothing was sent. Try again later.',
    );
  }
}

async function refuseTooMuch(trx: Database, { organisationId, size, limits }: NewUpload, now: Date): Promise<void> {
  const { unfinished: mostUnfinished = MOST_UNFINISHED, bytesADay = MOST_BYTES_A_DAY } = limits;
  // One at a time for each organisation, so that many at once cannot slip past the limits together.
  await sql`select pg_advisory_xact_lock(7236414, ${organisationId}::int)`.execute(trx);
  const { unfinished, today } = await trx
    .selectFrom('upload')
    .select((select) => [
      select.fn.countAll<number>().filterWhere('state', '=', 'receiving').as('unfinished'),
      select.fn
        .coalesce(
          select.fn
            .sum<string>('size')
            .filterWhere('state', 'in', ['receiving', 'received'])
            .filterWhere('begun_at', '>', new Date(now.getTime() - 24 * 60 * 60 * 1000)),
          sql<string>`0`,
        )
        .as('today'),
    ])
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  if (unfinished >= mostUnfinished) {
    throw conflict(
      'Too many unfinished uploads',
      `Your organisation has ${unfinished} uploads that are not finished. Finish or cancel some of them, then try again.`,
    );
  }
  if (Number(today) + (size ?? 0) > bytesADay) {
    throw refused(429, 'Your organisation has sent very much today', 'It may send more tomorrow.');
  }
}
