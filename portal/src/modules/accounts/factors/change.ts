import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict, type RequestError } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import { distrustAll } from '../browsers.ts';
import { tellOwner } from '../security-notice.ts';
import { tokenHash } from '../sessions.ts';

/** Whose way to prove who they are is changed, and from where. */
export interface Owner {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  /** Absent while they sign in. */
  readonly organisationId?: number;
  /** Network address. */
  readonly address: string;
  /** The browser they do it in, which stays trusted if it was. */
  readonly browser?: string | undefined;
}

/** What was changed. */
export interface Change {
  /** Such as `passkey.added`. */
  readonly action: string;
  /** Such as `authenticator 5`. */
  readonly subject: string;
  readonly after?: Readonly<Record<string, unknown>>;
  /** The end of "On your account, …", such as "an authenticator app was added". */
  readonly words: string;
  /** Names the occasion, so that the owner is told once. */
  readonly occasion: string;
}

/**
 * Changes a way in which somebody proves who they are, in one transaction with its event and the letter that tells them. One change
 * at a time for a person; every other browser is asked for the second step again. Where `change` gives nothing, nothing else happens.
 */
export async function changeFactors(
  context: Context,
  owner: Owner,
  change: (trx: Database) => Promise<Change | undefined>,
): Promise<boolean> {
  const { clock } = context;
  const { personId, organisationId, address } = owner;
  return await context.db.transaction().execute(async (trx) => {
    await trx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute();
    const changed = await change(trx);
    if (changed === undefined) return false;
    const { action, subject, after } = changed;
    await distrustOthers(trx, owner);
    await record(trx, clock, {
      personId,
      ...(organisationId !== undefined && { organisationId }),
      address,
      action,
      subject,
      ...(after && { after }),
    });
    await tell(trx, context, owner, changed);
    return true;
  });
}

async function distrustOthers(trx: Database, { personId, browser }: Owner): Promise<void> {
  if (browser === undefined) return await distrustAll(trx, personId);
  await trx
    .deleteFrom('trusted_browser')
    .where('person_id', '=', personId)
    .where('token_hash', '<>', tokenHash(browser))
    .execute();
}

async function tell(trx: Database, { clock, config }: Context, { personId, name }: Owner, { words, occasion }: Change) {
  await tellOwner(trx, clock, personId, {
    occasion,
    subject: 'Your account for Garner was changed',
    body: `Dear ${name}\n\nOn your account for Garner, ${words}.\n\nIf it was you, there is nothing to do. If not, choose a new password at once, which ends every session, then look through your account: ${config.baseUrl}/forgotten-password\n`,
  });
}

/** How many ways to take the second step somebody has, not counting recovery codes. */
export async function countFactors(db: Database, personId: number): Promise<number> {
  const { apps, passkeys, phones } = await db
    .selectNoFrom((select) => [
      select
        .selectFrom('authenticator')
        .select((one) => one.fn.countAll<number>().as('count'))
        .where('person_id', '=', personId)
        .where('confirmed_at', 'is not', null)
        .as('apps'),
      select
        .selectFrom('passkey')
        .select((one) => one.fn.countAll<number>().as('count'))
        .where('person_id', '=', personId)
        .as('passkeys'),
      select
        .selectFrom('person')
        .select((one) => one.fn.count<number>('phone').as('count'))
        .where('id', '=', personId)
        .as('phones'),
    ])
    .executeTakeFirstOrThrow();
  return Number(apps) + Number(passkeys) + Number(phones);
}

/** Throws (409) where one fewer would leave none: somebody without any could not sign in. */
export async function refuseLast(trx: Database, personId: number): Promise<void> {
  if ((await countFactors(trx, personId)) <= 1) throw lastOne();
}

function lastOne(): RequestError {
  return conflict(
    'You need at least one second step',
    'This is the only one you have. Add another first, then remove this one. Nothing was changed.',
  );
}
