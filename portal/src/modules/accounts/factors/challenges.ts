import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { tokenHash } from '../sessions.ts';

const GOOD_FOR_MS = 5 * 60_000;

/** What a challenge is for. A step of signing in has one for its session; signing in by passkey alone, for its browser. */
export type Purpose =
  | { readonly act: 'register' | 'step' | 'confirm'; readonly sessionId: number; readonly personId: number }
  | { readonly act: 'sign-in'; readonly browser: string };

function keyOf(purpose: Purpose): Buffer {
  return tokenHash(
    purpose.act === 'sign-in'
      ? `passkey sign-in in browser ${purpose.browser}`
      : `passkey ${purpose.act} in session ${purpose.sessionId}`,
  );
}

/** A new challenge, base64url, good once and for five minutes; the one given before for the same purpose is not any more. */
export async function newChallenge(db: Database, clock: Clock, purpose: Purpose): Promise<string> {
  const now = clock.now();
  const kept = {
    challenge: randomBytes(32).toString('base64url'),
    person_id: purpose.act === 'sign-in' ? null : purpose.personId,
    expires_at: new Date(now.getTime() + GOOD_FOR_MS),
  };
  await db.deleteFrom('passkey_challenge').where('expires_at', '<', now).execute();
  await db
    .insertInto('passkey_challenge')
    .values({ key_hash: keyOf(purpose), ...kept })
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet(kept))
    .execute();
  return kept.challenge;
}

/** The challenge given for this purpose, if it is still good; used up by this, whatever the answer was worth. */
export async function takeChallenge(db: Database, clock: Clock, purpose: Purpose): Promise<string | undefined> {
  const taken = await db
    .deleteFrom('passkey_challenge')
    .where('key_hash', '=', keyOf(purpose))
    .returning(['challenge', 'person_id', 'expires_at'])
    .executeTakeFirst();
  if (!taken || taken.expires_at <= clock.now()) return undefined;
  const owner = purpose.act === 'sign-in' ? null : purpose.personId;
  return taken.person_id === owner ? taken.challenge : undefined;
}
