import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import type { Context } from '../../../context.ts';
import { newChallenge, type Purpose, takeChallenge } from './challenges.ts';
import type { Owner } from './change.ts';
import type { NewPasskey } from './passkeys.ts';

/** EdDSA, ES256, RS256: named, so that every process takes the same, whatever its runtime adds. */
const ALGORITHMS = [-8, -7, -257];

/** For which site passkeys are: our own address, whatever the request says of its host. */
function site({ config }: Context) {
  const { hostname, origin } = new URL(config.baseUrl);
  return { rpID: hostname, origin };
}

/** What a device keeps beside the key to name the account by: it tells nobody who that is. */
function userHandle({ secrets }: Context, personId: number): string {
  return secrets.sign('passkey user', String(personId));
}

async function keysOf({ db }: Context, personId: number) {
  const keys = await db
    .selectFrom('passkey')
    .select(['credential_id', 'transports'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .execute();
  return keys.map(({ credential_id: id, transports }) => ({ id, transports }));
}

/** What the browser needs to make a passkey. */
export async function registrationOptions(context: Context, { personId, name, email }: Owner, sessionId: number) {
  const challenge = await newChallenge(context.db, context.clock, { act: 'register', sessionId, personId });
  return await generateRegistrationOptions({
    rpName: 'Garner',
    rpID: site(context).rpID,
    userName: email,
    userDisplayName: name,
    userID: isoBase64URL.toBuffer(userHandle(context, personId)),
    challenge: isoBase64URL.toBuffer(challenge),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: await keysOf(context, personId),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
}

/** The passkey that the browser made, if it answers the challenge given for this session. */
export async function registered(
  context: Context,
  { personId }: Pick<Owner, 'personId'>,
  sessionId: number,
  response: string,
): Promise<Omit<NewPasskey, 'name'> | undefined> {
  const { db, clock } = context;
  const expectedChallenge = await takeChallenge(db, clock, { act: 'register', sessionId, personId });
  const answer = read<RegistrationResponseJSON>(response);
  if (expectedChallenge === undefined || !answer) return undefined;
  const { rpID, origin } = site(context);
  try {
    const { verified, registrationInfo: info } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || !info) return undefined;
    const { id, publicKey, counter, transports = [] } = info.credential;
    const known = transports.filter((one) => typeof one === 'string' && /^[a-z-]{1,20}$/.test(one)).slice(0, 10);
    return { id, publicKey, counter, transports: known, backedUp: info.credentialBackedUp };
  } catch (error) {
    context.log.info({ reason: (error as Error).message }, 'a passkey was not taken');
    return undefined;
  }
}

/** What the browser needs to answer with a passkey: one of the person's, or any where nobody is known yet. */
export async function authenticationOptions(context: Context, purpose: Purpose) {
  const challenge = await newChallenge(context.db, context.clock, purpose);
  return await generateAuthenticationOptions({
    rpID: site(context).rpID,
    challenge: isoBase64URL.toBuffer(challenge),
    userVerification: 'required',
    ...(purpose.act === 'sign-in' ? {} : { allowCredentials: await keysOf(context, purpose.personId) }),
  });
}

/** Whose passkey answered, or whose counter had gone back (somebody has a copy of it); neither for any other answer. */
export interface Answered {
  readonly personId?: number;
  readonly copyOf?: number;
}

/** Looks at a passkey's answer to the challenge given for this purpose, which is used up by it. */
export async function answered(context: Context, purpose: Purpose, response: string): Promise<Answered> {
  const { db, clock } = context;
  const expectedChallenge = await takeChallenge(db, clock, purpose);
  const answer = read<AuthenticationResponseJSON>(response);
  if (expectedChallenge === undefined || !answer) return {};
  const key = await db
    .selectFrom('passkey')
    .innerJoin('person', 'person.id', 'passkey.person_id')
    .select(['credential_id as id', 'person_id', 'public_key', 'counter'])
    .where('credential_id', '=', answer.id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!key || (purpose.act !== 'sign-in' && key.person_id !== purpose.personId)) return {};
  const handle = answer.response?.userHandle;
  if (handle !== undefined && handle !== '' && handle !== userHandle(context, key.person_id)) return {};
  const { rpID, origin } = site(context);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      // Looked at below, in the statement that moves it on.
      credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: 0 },
    });
    if (!verified) return {};
    const moved = await moveCounter(context, key.id, authenticationInfo.newCounter);
    return moved ? { personId: key.person_id } : { copyOf: key.person_id };
  } catch (error) {
    context.log.info({ reason: (error as Error).message }, 'a passkey was refused');
    return {};
  }
}

/** Moves the counter on in one statement; false where it does not go forward. Passkeys that do not count always say 0. */
async function moveCounter({ db, clock }: Context, id: string, counter: number): Promise<boolean> {
  const moved = await db
    .updateTable('passkey')
    .set({ counter, used_at: clock.now() })
    .where('credential_id', '=', id)
    .where((where) =>
      where.or([where('counter', '<', counter), where.and([where('counter', '=', 0), where.val(counter === 0)])]),
    )
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

/** An answer as far as we look at it ourselves; the library looks at the rest, and throws at what is amiss. */
function read<T extends { readonly id: string }>(text: string): T | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null || !('id' in answer) || !('response' in answer)) return undefined;
    const { id, response } = answer;
    if (typeof id !== 'string' || !/^[\w-]{1,1400}$/.test(id)) return undefined;
    return typeof response === 'object' && response !== null ? (answer as T) : undefined;
  } catch {
    return undefined;
  }
}
