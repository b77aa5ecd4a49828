import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { post } from '../../../platform/outbox/index.ts';
import { record } from '../../audit/index.ts';
import { emailAsKept } from '../model.ts';
import type { Account } from '../people.ts';
import { newToken, tokenHash } from '../sessions.ts';
import type { Identity, Visit } from './provider.ts';

const VISIT_MS = 15 * 60_000;

/** Notes that somebody is being sent to the provider; `browser` ties it to the one they are in. */
export async function beginVisit({ db, clock }: Context, browser: string, next: string | undefined): Promise<Visit> {
  const visit = { state: newToken(), nonce: newToken(), verifier: newToken() };
  const now = clock.now();
  await db.deleteFrom('single_sign_on_visit').where('expires_at', '<', now).execute();
  await db
    .insertInto('single_sign_on_visit')
    .values({
      state_hash: visitHash(browser, visit.state),
      nonce: visit.nonce,
      verifier: visit.verifier,
      next: next ?? null,
      expires_at: new Date(now.getTime() + VISIT_MS),
    })
    .execute();
  return visit;
}

/** The visit that comes back, once, in the browser it began in. */
export async function endVisit({ db, clock }: Context, browser: string, state: string) {
  const visit = await db
    .deleteFrom('single_sign_on_visit')
    .where('state_hash', '=', visitHash(browser, state))
    .where('expires_at', '>', clock.now())
    .returning(['nonce', 'verifier', 'next'])
    .executeTakeFirst();
  return visit && { state, nonce: visit.nonce, verifier: visit.verifier, next: visit.next ?? undefined };
}

/**
 * Whose account an identity is. Seen for the first time, it is joined to the account whose e-mail address the provider has
 * checked, and the person is told; whom Garner does not know gets none.
 */
export async function accountOf(context: Context, identity: Identity, address: string): Promise<Account | undefined> {
  const { issuer, subject, verifiedEmail } = identity;
  return await context.db.transaction().execute(async (trx) => {
    const known = await people(trx)
      .innerJoin('single_sign_on_identity as identity', 'identity.person_id', 'person.id')
      .where('identity.issuer', '=', issuer)
      .where('identity.subject', '=', subject)
      .executeTakeFirst();
    if (known || verifiedEmail === undefined) return known;
    const person = await people(trx).where('person.email', '=', emailAsKept(verifiedEmail)).executeTakeFirst();
    if (person) await join(trx, context, person, identity, address);
    return person;
  });
}

function people(db: Database) {
  return db
    .selectFrom('person')
    .select(['person.id as personId', 'person.name', 'person.email'])
    .where('person.removed_at', 'is', null);
}

async function join(
  trx: Database,
  { clock, config }: Context,
  { personId, name, email }: Account,
  { issuer, subject }: Identity,
  address: string,
): Promise<void> {
  const now = clock.now();
  const joined = await trx
    .insertInto('single_sign_on_identity')
    .values({ issuer, subject, person_id: personId, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (joined.numInsertedOrUpdatedRows !== 1n) return;
  await record(trx, clock, { personId, address, action: 'single-sign-on.joined', subject: `person ${personId}` });
  await post(trx, clock, {
    occasion: `single sign-on joined, person ${personId}, ${now.toISOString()}`,
    channel: 'email',
    recipient: email,
    subject: `You can now sign in to Garner with ${config.singleSignOn!.name}`,
    body: `Dear ${name}\n\nSomebody signed in to Garner as you with ${config.singleSignOn!.name}, which says that this address is theirs.\n\nIf it was not you, tell an administrator of your organisation at once.\n`,
  });
}

function visitHash(browser: string, state: string): Buffer {
  return tokenHash(`visit of ${browser}: ${state}`);
}
