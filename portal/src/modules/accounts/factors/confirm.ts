import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../context.ts';
import { record } from '../../audit/index.ts';
import { setSessionCookie, viewerFor } from '../authentication.ts';
import { browserToken, isKnown } from '../browsers.ts';
import { masked, safeNext, startPage } from '../model.ts';
import { ConfirmPage, type ConfirmWay } from '../pages/confirm.tsx';
import { confirmSession, newToken, tokenHash } from '../sessions.ts';
import type { Proof } from '../sign-in/begin.ts';
import { codeOnItsWay } from '../sign-in/phone-codes.ts';
import type { Try } from '../throttle.ts';
import { accountOf } from './account.ts';

/** The ways in which somebody can prove anew who they are, the safest first. */
export async function confirmWays(context: Context, personId: number): Promise<readonly ConfirmWay[]> {
  const { passkeys, apps, phone, hasPassword, passkeyOnly } = await accountOf(context, personId);
  const has = {
    passkey: passkeys.length > 0,
    app: apps.length > 0,
    password: hasPassword && !passkeyOnly,
    phone: phone !== undefined,
  };
  return (['password', 'passkey', 'app', 'phone'] as const).filter((way) => has[way]);
}

interface Shown {
  readonly way: ConfirmWay | undefined;
  readonly next: string | undefined;
  readonly error?: string;
  readonly status?: 200 | 422 | 429;
}

/** The page with one way open. */
export async function confirmPage(context: Context, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { personId } = viewerFor(request);
  const { phone } = await accountOf(context, personId);
  const ways = await confirmWays(context, personId);
  const way = shown.way !== undefined && ways.includes(shown.way) ? shown.way : ways[0];
  return reply.status(shown.status ?? (shown.error === undefined ? 200 : 422)).page(
    ConfirmPage({
      frame: reply.frame(),
      way,
      ways,
      next: safeNext(shown.next),
      number: phone === undefined ? undefined : masked(phone),
      onItsWay: way === 'phone' ? await codeOnItsWay(context, personId) : undefined,
      messagesStayHere: context.config.demo && context.phone.textsStayHere,
      ...(shown.error !== undefined && { error: shown.error }),
    }),
  );
}

/** Notes the proof; the session goes on under a new token. Then off to what they wanted to do. */
export async function confirmed(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  how: Proof,
  next: string | undefined,
): Promise<FastifyReply> {
  const { db, clock } = context;
  const viewer = viewerFor(request);
  const { personId, sessionId, organisationId, looking } = viewer;
  const token = newToken();
  await db.transaction().execute(async (trx) => {
    await confirmSession(trx, clock, sessionId);
    await trx
      .updateTable('session')
      .set({ token_hash: tokenHash(token) })
      .where('id', '=', sessionId)
      .execute();
    await record(trx, clock, {
      personId,
      organisationId: looking?.organisationId ?? organisationId,
      address: request.ip,
      action: 'session.confirmed',
      subject: `person ${personId}`,
      after: { how },
    });
  });
  setSessionCookie(context, reply, token, 'full');
  return reply.redirect(safeNext(next) ?? startPage(viewer), 303);
}

/** A wrong proof is an event of its own: it tells of somebody at another's desk. */
export async function noteRefused({ db, clock }: Context, request: FastifyRequest): Promise<void> {
  const { personId, organisationId, looking } = viewerFor(request);
  await record(db, clock, {
    personId,
    organisationId: looking?.organisationId ?? organisationId,
    address: request.ip,
    action: 'session.confirmation-refused',
    subject: `person ${personId}`,
  });
}

/** What a try with a password is counted by: the same as for signing in. */
export async function tryOf(context: Context, request: FastifyRequest): Promise<Try> {
  const { email, personId } = viewerFor(request);
  const token = browserToken(context, request);
  const known = token !== undefined && (await isKnown(context.db, token, personId));
  return { email, address: request.ip, knownBrowser: known ? token : undefined };
}
