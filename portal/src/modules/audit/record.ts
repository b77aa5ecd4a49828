import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';

/** Who did what to what. Ids, states and counts only; never a learner's data. */
export interface AuditEvent {
  /** Absent when Garner itself acted. */
  readonly personId?: number;
  readonly organisationId?: number;
  /** The organisation that somebody of another one looked at, or did this to. Both can read the event. */
  readonly onBehalfOf?: number;
  /** The network address of who asked. */
  readonly address?: string;
  /** Such as `submission.accepted`. */
  readonly action: string;
  /** Such as `return 12` or `submission 3 of return 12`; no personal data but ids, as it is never erased. */
  readonly subject: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/**
 * Writes an event down, in the transaction that does what it tells; it joins the chain when that commits. Events are
 * never changed or deleted; who, address, before and after are erased when their time is over.
 */
export async function record(trx: Database, clock: Clock, event: AuditEvent): Promise<void> {
  await sql`select record_audit_event(
    ${clock.now()}::timestamptz, ${storable(event.action)}, ${storable(event.subject)},
    ${event.organisationId ?? null}::bigint, ${event.onBehalfOf ?? null}::bigint,
    ${event.personId ?? null}::bigint, ${event.address === undefined ? null : storable(event.address)},
    ${json(event.before)}::jsonb, ${json(event.after)}::jsonb)`.execute(trx);
}

function json(facts: Readonly<Record<string, unknown>> | undefined): string | null {
  if (facts === undefined) return null;
  return JSON.stringify(facts, (_key, value) => (typeof value === 'string' ? storable(value) : value));
}

/** PostgreSQL keeps neither NUL nor half a character; an event that told of one would undo what it tells of. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
