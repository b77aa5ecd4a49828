import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { ComponentRules } from './model.ts';

export interface NewSession {
  readonly bodyId: number;
  readonly code: string;
  readonly name: string;
  readonly contact: string;
  /** `yyyy-mm-dd`. */
  readonly keepUntil: string;
}

export async function addSession(trx: Database, session: NewSession): Promise<number> {
  const { id } = await trx
    .insertInto('media_session')
    .values({
      body_id: session.bodyId,
      code: session.code,
      name: session.name,
      contact_email: session.contact,
      keep_until: session.keepUntil,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes a session. */
export async function editSession(trx: Database, id: number, session: Omit<NewSession, 'bodyId'>): Promise<void> {
  await trx
    .updateTable('media_session')
    .set({
      code: session.code,
      name: session.name,
      contact_email: session.contact,
      keep_until: session.keepUntil,
    })
    .where('id', '=', id)
    .execute();
}

export interface NewComponent {
  readonly sessionId: number;
  readonly code: string;
  readonly name: string;
  readonly qualification: string;
  readonly subject: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly rules: ComponentRules;
}

export async function addComponent(trx: Database, component: NewComponent): Promise<number> {
  const { id } = await trx
    .insertInto('media_component')
    .values({
      session_id: component.sessionId,
      code: component.code,
      name: component.name,
      qualification: component.qualification,
      subject: component.subject,
      opens_at: component.opensAt,
      closes_at: component.closesAt,
      rules: JSON.stringify(component.rules),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes a component that is still of this version; gives whether it was. */
export async function editComponent(
  trx: Database,
  id: number,
  version: number,
  component: Omit<NewComponent, 'sessionId'>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('media_component')
    .set({
      code: component.code,
      name: component.name,
      qualification: component.qualification,
      subject: component.subject,
      opens_at: component.opensAt,
      closes_at: component.closesAt,
      rules: JSON.stringify(component.rules),
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** One candidate of a centre, entered for one component. */
export interface NewEntry {
  readonly componentId: number;
  readonly centreId: number;
  readonly number: string;
  readonly surname: string;
  readonly forename: string;
}

/**
 * Enters candidates for components of one session: candidates that are not there are added, those that are take the name given; an
 * entry that was withdrawn stands again.
 */
export async function enter(
  trx: Database,
  clock: Clock,
  sessionId: number,
  entries: readonly NewEntry[],
): Promise<void> {
  const people = new Map(entries.map((entry) => [`${entry.centreId} ${entry.number}`, entry]));
  const ids = new Map<string, number>();
  for (const chunk of chunks([...people.values()])) {
    const rows = await trx
      .insertInto('media_candidate')
      .values(
        chunk.map(({ centreId, number, surname, forename }) => ({
          session_id: sessionId,
          centre_id: centreId,
          number,
          surname,
          forename,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'centre_id', 'number']).doUpdateSet((excluded) => ({
          surname: excluded.ref('excluded.surname'),
          forename: excluded.ref('excluded.forename'),
        })),
      )
      .returning(['id', 'centre_id', 'number'])
      .execute();
    for (const { id, centre_id, number } of rows) ids.set(`${centre_id} ${number}`, id);
  }
  for (const chunk of chunks(entries)) {
    await trx
      .insertInto('media_entry')
      .values(
        chunk.map(({ componentId, centreId, number }) => ({
          component_id: componentId,
          centre_id: centreId,
          candidate_id: ids.get(`${centreId} ${number}`)!,
          entered_at: clock.now(),
        })),
      )
      .onConflict((conflict) => conflict.columns(['component_id', 'candidate_id']).doUpdateSet({ withdrawn_at: null }))
      .execute();
  }
}

/** PostgreSQL takes 65,535 parameters a statement. */
function* chunks<T>(all: readonly T[], size = 5000): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
