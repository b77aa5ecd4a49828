import { sql } from 'kysely';
import type { Context } from '../../../../context.ts';
import { record } from '../../../audit/index.ts';
import type { Actor } from '../route-parts.ts';

/** Ranges of one download within this are one access. */
const SAME_ACCESS_MS = 60 * 60 * 1000;

/** What was fetched: `manifest.csv`, `files.zip`, `playable`, `original`. */
export interface Access {
  /** `component 12`, `file …`. */
  readonly subject: string;
  readonly what: string;
  readonly centreIds: readonly number[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * Writes down that somebody fetched materials, an event for each centre whose they are. With an `etag`: once an hour for the same
 * person and bytes, as a download that is resumed asks for many ranges.
 */
export async function noteAccess(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { personId, bodyId, address }: Actor,
  { subject, what, centreIds, facts }: Access,
  etag?: string,
): Promise<void> {
  const since = new Date(clock.now().getTime() - SAME_ACCESS_MS);
  await db.transaction().execute(async (trx) => {
    if (etag !== undefined) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`media access ${personId} ${etag}`}, 0))`.execute(trx);
      const { rows } = await sql`select from audit_event join audit_detail on audit_detail.event_id = audit_event.id
        where subject = ${subject} and action = 'media.materials-fetched' and at > ${since}::timestamptz
          and audit_detail.person_id = ${personId} and audit_detail.after->>'etag' = ${etag} limit 1`.execute(trx);
      if (rows.length > 0) return;
    }
    for (const onBehalfOf of centreIds) {
      await record(trx, clock, {
        personId,
        organisationId: bodyId,
        onBehalfOf,
        address,
        action: 'media.materials-fetched',
        subject,
        after: { what, ...facts, ...(etag !== undefined && { etag }) },
      });
    }
  });
}
