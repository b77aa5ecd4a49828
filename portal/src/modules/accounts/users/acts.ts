import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { post } from '../../../platform/outbox/index.ts';
import { record } from '../../audit/index.ts';
import { type Actor, DECIDERS, lastingHolders, lockOrganisation, running } from './guards.ts';

/** What an act needs to be done later: ids, states, and the names that its words say. */
export type ActPayload = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A kind of dangerous act. */
export interface ActKind {
  /** What would be done, as the beginning of a sentence without its full stop: "Delete Ben Ito". */
  words(payload: ActPayload): string;
  /**
   * Does it, in the transaction and under the organisation's lock. It may be days after it was asked for: everything is checked
   * anew here, and a RequestError leaves the act waiting. `actor` is who asked.
   */
  perform(trx: Database, context: Context, payload: ActPayload, actor: Actor): Promise<void>;
  /** Who asked must still hold one of these when it is done. Absent: Organisation Administrator. */
  readonly mayAsk?: readonly string[];
}

export interface Act {
  readonly kind: string;
  /** What it is about, for the audit trail: `person 7`. One act of a kind waits for a subject at a time. */
  readonly subject: string;
  readonly payload: ActPayload;
  /** Where it is not the organisation of who asks. */
  readonly organisationId?: number;
}

/** For so long an act waits for a second person. */
export const WAITS_DAYS = 7;
const KINDS = new Map<string, ActKind>();

/** Names a kind of dangerous act. To be called where the module is loaded, so that every process knows it. */
export function registerAct(kind: string, act: ActKind): void {
  KINDS.set(kind, act);
}

/** The kind that a module has registered; its absence is a fault of ours. */
export function kindOf(kind: string): ActKind {
  const known = KINDS.get(kind);
  if (!known) throw new Error(`No module has registered acts of the kind ${kind}`);
  return known;
}

/** An act in words; one that no module knows any more by its name. */
export function actInWords(kind: string, payload: ActPayload): string {
  return KINDS.get(kind)?.words(payload) ?? kind;
}

/**
 * Does a dangerous act, or lets it wait for a second person where the organisation asks for two. The route that calls it has
 * `recent: true` and has checked that `actor` may ask.
 */
export async function dangerous(trx: Database, context: Context, actor: Actor, act: Act): Promise<'done' | 'waits'> {
  const organisation = await lockOrganisation(trx, act.organisationId ?? actor.organisationId);
  if (!organisation.twoPerson) {
    await kindOf(act.kind).perform(trx, context, act.payload, { ...actor, organisationId: organisation.id });
    return 'done';
  }
  const now = context.clock.now();
  const waiting = await trx
    .selectFrom('pending_act')
    .select('id')
    .where('organisation_id', '=', organisation.id)
    .where('kind', '=', act.kind)
    .where('subject', '=', act.subject)
    .where('decision', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (waiting)
    throw conflict(
      'This waits already',
      'Somebody has asked for the same, and it waits for a second person. Nothing was changed.',
    );
  const others = (await lastingHolders(trx, now, organisation.id, DECIDERS)).filter((id) => id !== actor.personId);
  if (others.length === 0)
    throw conflict(
      'Nobody else could agree',
      'Your organisation has asked for two people for acts like this, and there is nobody else who could agree. Nothing was changed.',
    );
  const { id } = await trx
    .insertInto('pending_act')
    .values({
      organisation_id: organisation.id,
      kind: act.kind,
      subject: act.subject,
      payload: JSON.stringify({ ...act.payload, askedFrom: actor.organisationId }),
      asked_by: actor.personId,
      asked_at: now,
      expires_at: new Date(now.getTime() + WAITS_DAYS * 24 * 60 * 60 * 1000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAct(trx, context, { ...actor, organisationId: organisation.id }, 'act.asked', { id, ...act });
  await tellDeciders(trx, context, organisation.id, actor, id, actInWords(act.kind, act.payload));
  return 'waits';
}

/** Writes down what became of an act. */
export async function recordAct(
  trx: Database,
  { clock }: Context,
  who: Actor,
  action: string,
  { id, kind, subject }: Act & { id: number },
) {
  await record(trx, clock, {
    personId: who.personId,
    organisationId: who.organisationId,
    ...(who.address !== undefined && { address: who.address }),
    action,
    subject: `act ${id}`,
    after: { kind, subject },
  });
}

async function tellDeciders(
  trx: Database,
  { clock, config }: Context,
  organisationId: number,
  asker: Actor,
  id: number,
  words: string,
): Promise<void> {
  const deciders = await running(trx, clock.now(), organisationId)
    .select(['p.id', 'p.name', 'p.email', 'm.permissions'])
    .where('p.id', '<>', asker.personId)
    .orderBy('p.id')
    .execute();
  for (const { id: personId, name, email, permissions } of deciders) {
    if (!permissions.some((one) => DECIDERS.includes(one))) continue;
    await post(trx, clock, {
      occasion: `act ${id} asked, to person ${personId}`,
      channel: 'email',
      recipient: email,
      subject: `${asker.name} needs a second person`,
      body: `Dear ${name}\n\n${asker.name} asked for this: ${words}.\n\nIt needs a second person. Agree to it or refuse it within ${WAITS_DAYS} days: ${config.baseUrl}/organisation/acts\n`,
    });
  }
}
