import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { refused } from '../../platform/http/errors.ts';
import { emailKey } from './email-key.ts';

const MINUTE_MS = 60_000;

/** How failed tries are slowed that have something in common. */
interface Rule {
  /** So many are free. */
  readonly free: number;
  /** The longest wait; each further failure doubles it, from one minute on. */
  readonly mostMinutes: number;
  /** After so long without a failure the count begins anew. */
  readonly forgottenMinutes: number;
}

/**
 * By network address (one school may share one); by account, for browsers that its owner never signed in from; and by the two
 * together, which is what somebody meets who guesses from one place. A browser that the owner has signed in from has
 * a count of its own, so that nobody else's failures ever keep the owner waiting there.
 */
const RULES = {
  address: { free: 20, mostMinutes: 15, forgottenMinutes: 15 },
  account: { free: 20, mostMinutes: 5, forgottenMinutes: 60 },
  pair: { free: 5, mostMinutes: 15, forgottenMinutes: 60 },
  browser: { free: 8, mostMinutes: 15, forgottenMinutes: 60 },
  // Links asked for from one address, whoever for.
  request: { free: 10, mostMinutes: 15, forgottenMinutes: 60 },
} as const satisfies Readonly<Record<string, Rule>>;
type RuleName = keyof typeof RULES;

/** For how long, in milliseconds, the next try must wait after so many failures, counted from the last. */
export function waitAfter(name: RuleName, count: number): number {
  const { free, mostMinutes } = RULES[name];
  return count < free ? 0 : Math.min(2 ** Math.min(count - free, 20), mostMinutes) * MINUTE_MS;
}

/** What a try is counted by. `knownBrowser`: the token of a browser that the account's owner has signed in from. */
export interface Try {
  readonly email: string;
  readonly address: string;
  readonly knownBrowser: string | undefined;
}

interface Bucket {
  readonly name: RuleName;
  readonly hash: Buffer;
}

function bucket(name: RuleName, ...parts: readonly string[]): Bucket {
  return {
    name,
    hash: createHash('sha256')
      .update(JSON.stringify([name, ...parts]))
      .digest(),
  };
}

function bucketsOf({ email, address, knownBrowser }: Try): readonly Bucket[] {
  const account = emailKey(email);
  if (knownBrowser !== undefined) return [bucket('browser', account, knownBrowser)];
  return [bucket('address', address), bucket('account', account), bucket('pair', account, address)];
}

/**
 * Takes a turn before a password is looked at; throws (429) where so many failed of late that the next must wait, and says for how
 * long. The turn counts as a failure of whoever guesses at one account from one place, so that many at once are no more than
 * one after the other; `forgetFailures` gives it back. What others may share is counted when the password was wrong.
 */
export async function takeTurn(db: Database, clock: Clock, one: Try): Promise<void> {
  const buckets = bucketsOf(one);
  const wait =
    (await longestWait(
      db,
      clock,
      buckets.filter(({ name }) => !isOwn(name)),
    )) || (await takeOwnTurn(db, clock, buckets.find(({ name }) => isOwn(name))!));
  if (wait === 0) return;
  const advice = 'then try again. Or choose a new password: that is always possible.';
  throw refused(429, 'Too many tries', `Wait ${inMinutes(wait)}, ${advice}`);
}

/** Counts that nobody shares with whoever guesses. */
function isOwn(name: RuleName): boolean {
  return name === 'pair' || name === 'browser';
}

/** Counts one, or gives for how long it must wait; one at a time. */
async function takeOwnTurn(db: Database, clock: Clock, bucket: Bucket): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const first = { bucket: bucket.hash, count: 0, last_at: clock.now() };
    await trx
      .insertInto('sign_in_failure')
      .values(first)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx.selectFrom('sign_in_failure').select('count').where('bucket', '=', bucket.hash).forUpdate().execute();
    const wait = await longestWait(trx, clock, [bucket]);
    if (wait === 0) await count(trx, clock, [bucket]);
    return wait;
  });
}

/** The same for links that are asked for from one network address. */
export async function refuseTooManyRequests(db: Database, clock: Clock, address: string): Promise<void> {
  const wait = await longestWait(db, clock, [bucket('request', address)]);
  if (wait > 0) throw refused(429, 'Too many requests', `Wait ${inMinutes(wait)}, then try again.`);
}

/** Counts a failed try where others may share the count; its own was counted by `takeTurn`. */
export async function countFailure(db: Database, clock: Clock, one: Try): Promise<void> {
  const shared = bucketsOf(one).filter(({ name }) => !isOwn(name));
  await count(db, clock, shared);
}

export async function countRequest(db: Database, clock: Clock, address: string): Promise<void> {
  await count(db, clock, [bucket('request', address)]);
}

async function longestWait(db: Database, clock: Clock, buckets: readonly Bucket[]): Promise<number> {
  if (buckets.length === 0) return 0;
  const now = clock.now().getTime();
  const hashes = buckets.map(({ hash }) => hash);
  const failures = await db.selectFrom('sign_in_failure').selectAll().where('bucket', 'in', hashes).execute();
  const waits = failures.map(({ bucket, count, last_at }) => {
    const { name } = buckets.find(({ hash }) => hash.equals(bucket))!;
    return last_at.getTime() + waitAfter(name, count) - now;
  });
  return Math.max(0, ...waits);
}

function inMinutes(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / MINUTE_MS);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

async function count(db: Database, clock: Clock, buckets: readonly Bucket[]): Promise<void> {
  const now = clock.now();
  // In one order, so that two failures at once do not wait for each other in a ring.
  for (const { name, hash } of buckets.toSorted((a, b) => a.hash.compare(b.hash))) {
    const forgotten = new Date(now.getTime() - RULES[name].forgottenMinutes * MINUTE_MS);
    await db
      .insertInto('sign_in_failure')
      .values({ bucket: hash, count: 1, last_at: now })
      .onConflict((conflict) =>
        conflict.column('bucket').doUpdateSet((set) => ({
          count: set
            .case()
            .when('sign_in_failure.last_at', '<', forgotten)
            .then(1)
            .else(set('sign_in_failure.count', '+', 1))
            .end(),
          last_at: now,
        })),
      )
      .execute();
  }
}

/** Forgets the failures of who has now signed in, but not those of the address, which others may share. */
export async function forgetFailures(db: Database, one: Try): Promise<void> {
  for (const { name, hash } of bucketsOf(one)) {
    if (isOwn(name)) await db.deleteFrom('sign_in_failure').where('bucket', '=', hash).execute();
  }
}
