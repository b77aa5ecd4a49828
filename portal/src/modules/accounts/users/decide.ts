import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict, notFound } from '../../../platform/http/errors.ts';
import { post } from '../../../platform/outbox/index.ts';
import { type Act, type ActPayload, actInWords, kindOf, recordAct, WAITS_DAYS } from './acts.ts';
import { type Actor, ADMINISTRATOR, DECIDERS, holds, lockOrganisation, requirePermission } from './guards.ts';
import { onceOnly } from './operators.ts';

/** Does an act that waited, once: the second person agrees to it. */
export async function agree(context: Context, decider: Actor, id: number): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const now = context.clock.now();
    await lockOrganisation(trx, decider.organisationId);
    await requirePermission(trx, now, decider, DECIDERS);
    const act = await settle(trx, now, decider, id, 'agreed');
    const { asker } = act;
    const permissions = kindOf(act.kind).mayAsk ?? [ADMINISTRATOR];
    if (!(await holds(trx, now, { personId: asker.personId, organisationId: act.askedFrom }, permissions)))
      throw conflict(
        'Who asked may not ask any more',
        `${asker.name} does not have the permission any more. Refuse it; if it should be done, ask for it yourself.`,
      );
    await recordAct(trx, context, decider, 'act.agreed', act);
    await kindOf(act.kind).perform(trx, context, act.payload, {
      personId: asker.personId,
      name: asker.name,
      organisationId: decider.organisationId,
      organisationName: decider.organisationName,
      agreedBy: decider.personId,
    });
    await tellBoth(trx, context, decider, act, 'agreed to');
  });
}

/** The second person says no, or who asked takes it back. Nothing is done. */
export async function turnDown(
  context: Context,
  who: Actor,
  id: number,
  decision: 'refused' | 'withdrawn',
): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const now = context.clock.now();
    await lockOrganisation(trx, who.organisationId);
    await requirePermission(trx, now, who, DECIDERS);
    const act = await settle(trx, now, who, id, decision);
    await recordAct(trx, context, who, `act.${decision}`, act);
    if (decision === 'refused') await tellBoth(trx, context, who, act, 'refused');
  });
}

interface SettledAct extends Act {
  readonly id: number;
  readonly asker: { readonly personId: number; readonly name: string; readonly email: string };
  /** The organisation they acted for, which may be another: that of a collector administrator. */
  readonly askedFrom: number;
}

/** Notes a decision, if the act still waits for one: of two at once, one is too late. */
async function settle(
  trx: Database,
  now: Date,
  who: Actor,
  id: number,
  decision: 'agreed' | 'refused' | 'withdrawn',
): Promise<SettledAct> {
  const settled = await trx
    .updateTable('pending_act')
    .set({ decision, decided_by: who.personId, decided_at: now })
    .where('id', '=', id)
    .where('organisation_id', '=', who.organisationId)
    .where('decision', 'is', null)
    .where('expires_at', '>', now)
    .where('asked_by', decision === 'withdrawn' ? '=' : '<>', who.personId)
    .returning(['kind', 'subject', 'payload', 'asked_by'])
    .executeTakeFirst();
  if (!settled) throw await whyNot(trx, who, id, decision);
  const asker = await trx
    .selectFrom('person')
    .select(['id as personId', 'name', 'email'])
    .where('id', '=', settled.asked_by)
    .executeTakeFirstOrThrow();
  const { askedFrom, ...payload } = settled.payload as ActPayload;
  return { id, kind: settled.kind, subject: settled.subject, payload, asker, askedFrom: Number(askedFrom) };
}

async function whyNot(trx: Database, who: Actor, id: number, decision: string) {
  const act = await trx
    .selectFrom('pending_act')
    .select(['decision', 'asked_by'])
    .where('id', '=', id)
    .where('organisation_id', '=', who.organisationId)
    .executeTakeFirst();
  if (!act) return notFound();
  if (act.decision !== null)
    return conflict(
      'It is decided already',
      `Somebody else was quicker: this was ${act.decision}. Nothing was changed.`,
    );
  if (act.asked_by === who.personId)
    return conflict('A second person must decide', 'You asked for this yourself. You can only withdraw it.');
  if (decision === 'withdrawn') return conflict('Only who asked can withdraw it', 'You can agree to it or refuse it.');
  return conflict(
    'The time for this is over',
    `It waited for ${WAITS_DAYS} days. If it should be done, ask for it anew.`,
  );
}

/** Who asked and who decided, each by a letter. */
async function tellBoth(
  trx: Database,
  { clock, config }: Context,
  decider: Actor,
  act: SettledAct,
  did: string,
): Promise<void> {
  const { email } = await trx
    .selectFrom('person')
    .select('email')
    .where('id', '=', decider.personId)
    .executeTakeFirstOrThrow();
  const words = actInWords(act.kind, act.payload);
  const letters = [
    { to: act.asker, who: decider.name, whose: 'your act' },
    {
      to: { personId: decider.personId, name: decider.name, email },
      who: 'You',
      whose: `what ${act.asker.name} asked for`,
    },
  ];
  for (const { to, who, whose } of letters) {
    await post(trx, clock, {
      occasion: onceOnly(`act ${act.id} decided, to person ${to.personId}`),
      channel: 'email',
      recipient: to.email,
      subject: `${who} ${did} ${whose}`,
      body: `Dear ${to.name}\n\n${who} ${did} this: ${words}.\n\nSee what waits and what was decided: ${config.baseUrl}/organisation/acts\n`,
    });
  }
}
