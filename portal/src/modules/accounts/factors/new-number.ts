import type { Context } from '../../../context.ts';
import type { PhoneWay } from '../sign-in/phone-codes.ts';
import { sendCode, takeCode } from '../sign-in/phone-codes.ts';
import { changeFactors, type Owner, refuseLast } from './change.ts';

/**
 * A telephone number as people write it, as it is kept: "01632 960 001" and "+44 (0)1632 960001" are +441632960001. Undefined where it
 * is none. Numbers without a country are taken for British ones.
 */
export function readNumber(text: string): string | undefined {
  const digits = text
    .replaceAll(/[\s.\-\u2010-\u2015]/g, '')
    .replace(/^00/, '+')
    .replace(/^(\+\d{1,3})\(0\)/, '$1')
    .replaceAll(/[()]/g, '')
    .replace(/^0/, '+44');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}

/** A number that a code was sent to: sealed for its person, so that the form can carry it. */
interface Sent {
  readonly phone: string;
  /** The code's number: a code sent to another telephone proves nothing of this one. */
  readonly code: number;
}

function about(personId: number): string {
  return `new number of person ${personId}`;
}

/** Sends a code to a number that is to be somebody's. Gives what the form carries until it comes back. Throws (429) after too many. */
export async function sendToNew(
  context: Context,
  { personId }: Pick<Owner, 'personId'>,
  phone: string,
  way: PhoneWay,
): Promise<string> {
  await sendCode(context, { personId, phone }, way);
  const { id } = await context.db
    .selectFrom('phone_code')
    .select('id')
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const sent: Sent = { phone, code: id };
  return context.secrets.seal(about(personId), Buffer.from(JSON.stringify(sent))).toString('base64url');
}

/** The number that a form carries; undefined where it is not one that this person was given. */
export function numberOf({ secrets }: Context, personId: number, sealed: string): Sent | undefined {
  try {
    return JSON.parse(secrets.open(about(personId), Buffer.from(sealed, 'base64url')).toString()) as Sent;
  } catch {
    return undefined;
  }
}

/**
 * Makes the number the person's if the code sent to it is right. `allowed` is asked once nobody else changes the person's
 * ways. Gives whether it was kept.
 */
export async function takeNumber(
  context: Context,
  owner: Owner,
  given: { readonly sealed: string; readonly code: string },
  allowed: (trx: Context['db']) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const { personId } = owner;
  const sent = numberOf(context, personId, given.sealed);
  if (!sent || (await takeCode(context, personId, given.code)) === undefined) return false;
  return await changeFactors(context, owner, async (trx) => {
    const proved = await trx
      .selectFrom('phone_code')
      .select('id')
      .where('id', '=', sent.code)
      .where('person_id', '=', personId)
      .where('used_at', 'is not', null)
      .executeTakeFirst();
    if (!proved || !(await allowed(trx))) return undefined;
    await trx.updateTable('person').set({ phone: sent.phone }).where('id', '=', personId).execute();
    return {
      action: 'phone.changed',
      subject: `person ${personId}`,
      words: 'the telephone number for codes was changed',
      occasion: `phone by code ${sent.code}`,
    };
  });
}

/** Takes the number away; false where there is none. Throws (409) where it is the only second step. */
export async function removeNumber(context: Context, owner: Owner): Promise<boolean> {
  const { personId } = owner;
  return await changeFactors(context, owner, async (trx) => {
    const { phone } = await trx
      .selectFrom('person')
      .select('phone')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    if (phone === null) return undefined;
    await refuseLast(trx, personId);
    await trx.updateTable('person').set({ phone: null }).where('id', '=', personId).execute();
    return {
      action: 'phone.removed',
      subject: `person ${personId}`,
      words: 'the telephone number for codes was removed',
      occasion: `phone of person ${personId} removed at ${context.clock.now().toISOString()}`,
    };
  });
}
