import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { TRUSTED_MS } from './model.ts';
import { newToken, tokenHash } from './sessions.ts';

const KEPT_SECONDS = 365 * 24 * 60 * 60;
const TOKEN = /^[\w-]{43}$/;

/** The cookie that a browser is known again by: it says nothing but that it is the same one. */
export function browserCookie({ config }: Pick<Context, 'config'>): string {
  return config.secureCookies ? '__Host-garner_browser' : 'garner_browser';
}

/** The browser's token, if it brought one. */
export function browserToken(context: Pick<Context, 'config'>, request: FastifyRequest): string | undefined {
  const token = request.cookies[browserCookie(context)];
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}

/** The browser's token; a new one goes out with the answer where it brought none. */
export function ensureBrowserToken(context: Pick<Context, 'config'>, request: FastifyRequest, reply: FastifyReply) {
  const token = browserToken(context, request) ?? newToken();
  setBrowserCookie(context, reply, token);
  return token;
}

export function setBrowserCookie(context: Pick<Context, 'config'>, reply: FastifyReply, token: string): void {
  reply.setCookie(browserCookie(context), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: context.config.secureCookies,
    maxAge: KEPT_SECONDS,
  });
}

/**
 * Gives the browser a new token, under which everybody who uses it keeps what they had. Who planted the old one there, or copied
 * it before, holds nothing from then on.
 */
export async function renewBrowser(trx: Database, old: string): Promise<string> {
  const token = newToken();
  for (const table of ['known_browser', 'trusted_browser'] as const) {
    const renewed = trx.updateTable(table).set({ token_hash: tokenHash(token) });
    await renewed.where('token_hash', '=', tokenHash(old)).execute();
  }
  return token;
}

/** Whether the person has signed in from this browser before. */
export async function isKnown(db: Database, token: string, personId: number): Promise<boolean> {
  const found = await db
    .selectFrom('known_browser')
    .select('seen_at')
    .where('token_hash', '=', tokenHash(token))
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return found !== undefined;
}

/** Notes that the person signed in from it; whether that is news about somebody who has others already. */
export async function noteKnown(trx: Database, clock: Clock, token: string, personId: number): Promise<boolean> {
  const others = await trx.selectFrom('known_browser').select('token_hash').where('person_id', '=', personId).execute();
  const hash = tokenHash(token);
  await trx
    .insertInto('known_browser')
    .values({ token_hash: hash, person_id: personId, seen_at: clock.now() })
    .onConflict((conflict) => conflict.columns(['token_hash', 'person_id']).doUpdateSet({ seen_at: clock.now() }))
    .execute();
  return others.length > 0 && !others.some(({ token_hash }) => token_hash.equals(hash));
}

/** Lets this person go without the second step in this browser for a while. */
export async function trustBrowser(trx: Database, clock: Clock, token: string, personId: number, browser: string) {
  const now = clock.now();
  const kept = { browser, created_at: now, expires_at: new Date(now.getTime() + TRUSTED_MS) };
  await trx
    .insertInto('trusted_browser')
    .values({ token_hash: tokenHash(token), person_id: personId, ...kept })
    .onConflict((conflict) => conflict.columns(['token_hash', 'person_id']).doUpdateSet(kept))
    .execute();
}

export async function isTrusted(db: Database, clock: Clock, token: string, personId: number): Promise<boolean> {
  const found = await db
    .selectFrom('trusted_browser')
    .select('created_at')
    .where('token_hash', '=', tokenHash(token))
    .where('person_id', '=', personId)
    .where('expires_at', '>', clock.now())
    .executeTakeFirst();
  return found !== undefined;
}

/** Asks every browser of the person for the second step again: after a reset, a changed factor, or when asked to. */
export async function distrustAll(trx: Database, personId: number): Promise<void> {
  await trx.deleteFrom('trusted_browser').where('person_id', '=', personId).execute();
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox on Windows": enough for people to know their own sessions by, and no more of it is kept. */
export function browserInWords(userAgent: string | undefined): string {
  const find = (list: readonly [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const browser = find(BROWSERS) ?? 'A browser';
  const system = find(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
