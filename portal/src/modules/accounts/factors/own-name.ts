import type { Context } from '../../../context.ts';
import { record } from '../../audit/index.ts';
import { readPerson } from '../users/fields.ts';
import type { Owner } from './change.ts';

/** Gives somebody another name, with its event, or says in words what is wrong with the one given. */
export async function changeOwnName(context: Context, owner: Owner, given: string): Promise<string | undefined> {
  const { faults, fields } = readPerson({ name: given });
  const fault = faults.find(({ field }) => field === 'name');
  if (fault) return fault.message;
  const { personId, organisationId, address } = owner;
  await context.db.transaction().execute(async (trx) => {
    const { name: before } = await trx
      .selectFrom('person')
      .select('name')
      .where('id', '=', personId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (before === fields.name) return;
    await trx.updateTable('person').set({ name: fields.name }).where('id', '=', personId).execute();
    await record(trx, context.clock, {
      personId,
      ...(organisationId !== undefined && { organisationId }),
      address,
      action: 'name.changed',
      subject: `person ${personId}`,
      before: { name: before },
      after: { name: fields.name },
    });
  });
  return undefined;
}
