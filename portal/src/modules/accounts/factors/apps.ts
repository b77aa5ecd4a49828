import { Secret, TOTP } from 'otpauth';
import type { Context } from '../../../context.ts';
import { type Change, changeFactors, type Owner, refuseLast } from './change.ts';

/** An authenticator app, as its owner sees it. */
export interface AppFacts {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}

const PERIOD_S = 30;
/** RFC 4226 asks for at least 16 bytes and advises 20. */
const SECRET_BYTES = 20;
/** So many apps one person may have. */
export const MOST_APPS = 10;

function totp(secret: Secret, email: string): TOTP {
  return new TOTP({ issuer: 'Garner', label: email, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret });
}

/** A secret that no app has yet: kept in the form, sealed for this person, until the first code is right. */
export interface NewSecret {
  /** Base32 in groups of four, to be typed in. */
  readonly typed: string;
  /** What the QR code says. */
  readonly address: string;
  readonly sealed: string;
}

export function newSecret({ secrets }: Context, { personId, email }: Pick<Owner, 'personId' | 'email'>): NewSecret {
  const secret = new Secret({ size: SECRET_BYTES });
  return described(secret, email, secrets.seal(aboutNew(personId), secret.bytes).toString('base64url'));
}

/** The secret of a form that came back, or undefined where it is not one that this person was given. */
export function sameSecret(
  context: Context,
  { personId, email }: Pick<Owner, 'personId' | 'email'>,
  sealed: string,
): NewSecret | undefined {
  const secret = opened(context, aboutNew(personId), Buffer.from(sealed, 'base64url'));
  return secret && described(secret, email, sealed);
}

function described(secret: Secret, email: string, sealed: string): NewSecret {
  return {
    typed: secret.base32.replaceAll(/.{4}(?=.)/g, '$& '),
    address: totp(secret, email).toString(),
    sealed,
  };
}

function aboutNew(personId: number): string {
  return `new authenticator of person ${personId}`;
}

function opened({ secrets }: Context, about: string, sealed: Uint8Array): Secret | undefined {
  try {
    const bytes = secrets.open(about, sealed);
    return new Secret({ buffer: new Uint8Array(bytes).buffer });
  } catch {
    return undefined;
  }
}

/** The time step a code belongs to, one step back and forth from now; undefined for a wrong one. */
function stepOf(secret: Secret, email: string, now: Date, code: string): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = totp(secret, email).validate({ token, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_S) + delta;
}

/**
 * Keeps the app if its first code is right; that code is not taken again. `allowed` is asked once nobody else changes
 * the person's ways. Gives whether it was kept.
 */
export async function addApp(
  context: Context,
  owner: Owner,
  given: { readonly name: string; readonly sealed: string; readonly code: string },
  allowed: (trx: Context['db']) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const { personId, email } = owner;
  const secret = opened(context, aboutNew(personId), Buffer.from(given.sealed, 'base64url'));
  const now = context.clock.now();
  const step = secret && stepOf(secret, email, now, given.code);
  if (step === undefined) return false;
  return await changeFactors(context, owner, async (trx): Promise<Change | undefined> => {
    const apps = await trx.selectFrom('authenticator').select('id').where('person_id', '=', personId).execute();
    if (apps.length >= MOST_APPS || !(await allowed(trx))) return undefined;
    const { id } = await trx
      .insertInto('authenticator')
      .values({
        person_id: personId,
        name: given.name,
        secret: Buffer.alloc(0),
        last_step: step,
        created_at: now,
        confirmed_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    // Sealed for its number, which is known only now.
    const sealed = context.secrets.seal(`authenticator ${id}`, secret!.bytes);
    await trx.updateTable('authenticator').set({ secret: sealed }).where('id', '=', id).execute();
    return {
      action: 'authenticator.added',
      subject: `authenticator ${id} of person ${personId}`,
      words: 'an authenticator app was added',
      occasion: `authenticator ${id} added`,
    };
  });
}

/** Whether the code is right for one of the person's apps; then neither it nor an earlier one is taken again. */
export async function takeAppCode(
  context: Context,
  { personId, email }: Pick<Owner, 'personId' | 'email'>,
  code: string,
): Promise<boolean> {
  const { db, clock } = context;
  const apps = await db
    .selectFrom('authenticator')
    .select(['id', 'secret'])
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is not', null)
    .orderBy('id')
    .execute();
  for (const app of apps) {
    const secret = opened(context, `authenticator ${app.id}`, app.secret);
    const step = secret && stepOf(secret, email, clock.now(), code);
    if (step === undefined) continue;
    // One statement: of two at once with the same code only one finds an earlier step.
    const taken = await db
      .updateTable('authenticator')
      .set({ last_step: step })
      .where('id', '=', app.id)
      .where('last_step', '<', step)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 1n) return true;
  }
  return false;
}

export async function appsOf({ db }: Pick<Context, 'db'>, personId: number): Promise<readonly AppFacts[]> {
  return await db
    .selectFrom('authenticator')
    .select(['id', 'name', 'created_at as createdAt'])
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is not', null)
    .orderBy('id')
    .execute();
}

/** Removes one; false where the person has none of that number. Throws (409) for the last of all second steps. */
export async function removeApp(context: Context, owner: Owner, id: number): Promise<boolean> {
  const { personId } = owner;
  return await changeFactors(context, owner, async (trx) => {
    const app = await trx
      .selectFrom('authenticator')
      .select('id')
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (!app) return undefined;
    await refuseLast(trx, personId);
    await trx.deleteFrom('authenticator').where('id', '=', id).execute();
    return {
      action: 'authenticator.removed',
      subject: `authenticator ${id} of person ${personId}`,
      words: 'an authenticator app was removed',
      occasion: `authenticator ${id} removed`,
    };
  });
}
