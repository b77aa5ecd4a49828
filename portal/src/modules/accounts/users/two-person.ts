import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import { setTwoPerson } from '../../organisations/index.ts';
import { dangerous, registerAct } from './acts.ts';
import { type Actor, ADMINISTRATOR, DECIDERS, lastingHolders, lockOrganisation, requirePermission } from './guards.ts';
import { onceOnly, tellOperators } from './operators.ts';

const OFF = 'two-person-off';

registerAct(OFF, {
  words: () => 'Let one person alone do dangerous acts',
  perform: (trx, context, _payload, actor) => change(trx, context, actor, false),
});

/** Whether dangerous acts of the organisation need two people. */
export async function needsTwo(db: Database, organisationId: number): Promise<boolean> {
  const { two_person } = await db
    .selectFrom('organisation')
    .select('two_person')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return two_person;
}

/** Asks for two people from now on, or no longer: that, too, needs the second. */
export async function switchTwoPerson(
  trx: Database,
  context: Context,
  actor: Actor,
  on: boolean,
): Promise<'done' | 'waits'> {
  const now = context.clock.now();
  const { twoPerson } = await lockOrganisation(trx, actor.organisationId);
  await requirePermission(trx, now, actor, [ADMINISTRATOR]);
  if (twoPerson === on) return 'done';
  if (!on)
    return await dangerous(trx, context, actor, {
      kind: OFF,
      subject: `organisation ${actor.organisationId}`,
      payload: {},
    });
  if ((await lastingHolders(trx, now, actor.organisationId, DECIDERS)).length < 2)
    throw conflict(
      'A second person is needed first',
      'At least two people must have signed up and be Organisation Administrator or Approver without an end date. Make somebody else one, then try again. Nothing was changed.',
    );
  await change(trx, context, actor, true);
  return 'done';
}

async function change(trx: Database, context: Context, actor: Actor, on: boolean): Promise<void> {
  const { personId, organisationId, address, agreedBy } = actor;
  await setTwoPerson(trx, organisationId, on);
  await record(trx, context.clock, {
    personId,
    organisationId,
    ...(address !== undefined && { address }),
    action: 'organisation.two-person',
    subject: `organisation ${organisationId}`,
    before: { twoPerson: !on },
    after: { twoPerson: on, ...(agreedBy !== undefined && { agreedBy }) },
  });
  await tellOperators(trx, context, {
    organisationId,
    occasion: onceOnly(`two people for organisation ${organisationId}`),
    subject: on ? 'Dangerous acts need two people now' : 'Dangerous acts need one person only now',
    body: on
      ? `${actor.name} switched on the rule of two people: to delete somebody, to give power over others or to reset second steps, a second person must agree.`
      : `${actor.name} asked for the rule of two people to be switched off, and a second person agreed. One person alone can now delete people, give power over others and reset second steps.`,
  });
}
