import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';

/** Who did what to what. Ids, states and counts only; never a learner's data. */
export interface AuditEvent {
  /** Absent when Garner itself acted. */
  readonly personId?: number;
  readonly organisationId?: number;
  /** Such as `submission.accepted`. */
  readonly action: string;
  /** Such as `return 12` or `submission 3 of return 12`. */
  readonly subject: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Writes an event down, in the transaction that does what it tells. Events are never changed or deleted. */
export async function record(trx: Database, clock: Clock, event: AuditEvent): Promise<void> {
  await trx
    .insertInto('audit_event')
    .values({
      at: clock.now(),
      person_id: event.personId ?? null,
      organisation_id: event.organisationId ?? null,
      action: event.action,
      subject: event.subject,
      before: event.before ? JSON.stringify(event.before) : null,
      after: event.after ? JSON.stringify(event.after) : null,
    })
    .execute();
}
