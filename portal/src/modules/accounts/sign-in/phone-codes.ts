import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { RequestError, refused } from '../../../platform/http/errors.ts';
import { post } from '../../../platform/outbox/index.ts';
import type { HalfSignedIn } from '../model.ts';
import { tokenHash } from '../sessions.ts';

export type PhoneWay = 'text' | 'call';

const GOOD_FOR_MS = 10 * 60_000;
const WRONG_TRIES = 5;
/** So many codes in a quarter of an hour: each costs money, and rings somebody's telephone. */
const MOST_CODES = 6;
const WITHIN_MS = 15 * 60_000;

/** Sends a new code to the number on record; those sent before are of no use from then on. Throws (429) after too many. */
export async function sendCode(
  context: Context,
  { personId, phone }: Pick<HalfSignedIn, 'personId' | 'phone'>,
  way: PhoneWay,
): Promise<void> {
  if (phone === undefined) throw refused(422, 'There is no telephone number', 'Use another way to verify who you are.');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const { clock } = context;
  const now = clock.now();
  const expires = new Date(now.getTime() + GOOD_FOR_MS);
  await context.db.transaction().execute(async (trx) => {
    // One at a time for a person, so that the count below is true.
    await trx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute();
    await refuseTooManyCodes(trx, personId, new Date(now.getTime() - WITHIN_MS));
    await trx
      .updateTable('phone_code')
      .set({ expires_at: now })
      .where('person_id', '=', personId)
      .where('expires_at', '>', now)
      .execute();
    const { id } = await trx
      .insertInto('phone_code')
      .values({
        person_id: personId,
        way,
        code_hash: codeHash(personId, code),
        created_at: now,
        expires_at: expires,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await post(trx, clock, {
      occasion: `code ${id}`,
      channel: way,
      recipient: phone,
      subject: 'Your code for Garner',
      body: way === 'text' ? `${code} is your code for Garner. It is good for 10 minutes.` : spoken(code),
      secretUntil: expires,
    });
  });
}

/** The same for a page that has other ways to offer: gives in words why no more codes are sent, where too many were. */
export async function sendOrSay(
  context: Context,
  person: Pick<HalfSignedIn, 'personId' | 'phone'>,
  way: PhoneWay,
): Promise<string | undefined> {
  try {
    await sendCode(context, person, way);
    return undefined;
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 429) throw error;
    return `${error.title}. ${error.message}`;
  }
}

async function refuseTooManyCodes(trx: Database, personId: number, since: Date): Promise<void> {
  const { count } = await trx
    .selectFrom('phone_code')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  if (Number(count) < MOST_CODES) return;
  throw refused(
    429,
    'Too many codes',
    'We sent several codes within a few minutes. Use the newest of them, wait a quarter of an hour, or verify in another way.',
  );
}

/** "1, 2, 3": read out digit by digit, twice. */
function spoken(code: string): string {
  const digits = [...code].join(', ');
  return `This is Garner. Your code is: ${digits}. Again: ${digits}.`;
}

/** The newest way a code was sent by, while it is good. */
export async function codeOnItsWay(context: Context, personId: number): Promise<PhoneWay | undefined> {
  const code = await newest(context.db, context.clock.now(), personId);
  return code?.way as PhoneWay | undefined;
}

/** What to do about a code that was not taken: enter it anew, or have another sent. */
export async function wrongCodeInWords(context: Context, personId: number): Promise<string> {
  return (await codeOnItsWay(context, personId)) === undefined
    ? `That code does not work any more: it was too old, used, or entered wrongly ${WRONG_TRIES} times. Send a new one`
    : `Enter the newest code we sent; it has 6 digits. After ${WRONG_TRIES} wrong tries, send a new one`;
}

/** Whether it is the newest code, still good and not used. A right one is used up by this; five wrong ones spoil it. */
export async function takeCode(context: Context, personId: number, given: string): Promise<PhoneWay | undefined> {
  const { clock } = context;
  return await context.db.transaction().execute(async (trx) => {
    const code = await newest(trx, clock.now(), personId, true);
    if (!code) return undefined;
    const right = timingSafeEqual(code.code_hash, codeHash(personId, given.replaceAll(/\s/g, '')));
    const change = right ? { used_at: clock.now() } : { wrong_tries: code.wrong_tries + 1 };
    await trx.updateTable('phone_code').set(change).where('id', '=', code.id).execute();
    return right ? (code.way as PhoneWay) : undefined;
  });
}

async function newest(db: Database, now: Date, personId: number, lock = false) {
  const found = db
    .selectFrom('phone_code')
    .select(['id', 'way', 'code_hash', 'wrong_tries'])
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('wrong_tries', '<', WRONG_TRIES)
    .orderBy('id', 'desc')
    .limit(1);
  return await (lock ? found.forUpdate() : found).executeTakeFirst();
}

function codeHash(personId: number, code: string): Buffer {
  return tokenHash(`phone code of person ${personId}: ${code}`);
}
