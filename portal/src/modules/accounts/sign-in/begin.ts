import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { refused } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import { sessionCookie, setSessionCookie } from '../authentication.ts';
import {
  browserInWords,
  ensureBrowserToken,
  noteKnown,
  renewBrowser,
  setBrowserCookie,
  trustBrowser,
} from '../browsers.ts';
import { type FirstStep, safeNext, startPage } from '../model.ts';
import { type Account, firstOrganisation, noteActing } from '../people.ts';
import { tellOwner } from '../security-notice.ts';
import { beginSession, endSession, viewerOf } from '../sessions.ts';
import { forgetFailures } from '../throttle.ts';

/** How somebody proved who they are, for the audit trail. */
export type Proof = FirstStep | 'text' | 'call' | 'app' | 'recovery code' | 'passkey' | 'trusted browser';

interface Begun {
  readonly account: Account;
  readonly how: readonly Proof[];
  readonly next: string | undefined;
  /** Go without the second step in this browser for a while. */
  readonly trusted?: boolean;
}

/** Keeps the first step in a short session of its own; the second follows. */
export async function beginHalf(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
  first: FirstStep,
): Promise<void> {
  await begin(context, request, reply, account, first, async () => undefined);
}

/**
 * Signs somebody in who has proved who they are: a new session under a new token (none that the browser brought goes on),
 * the event, the notice about a new browser, and off to where they wanted to go. For somebody who may act for no
 * organisation just now it throws, in words.
 */
export async function beginFull(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { account, how, next, trusted }: Begun,
): Promise<FastifyReply> {
  const browser = browserInWords(request.headers['user-agent']);
  const browserToken = ensureBrowserToken(context, request, reply);
  const { clock } = context;
  let renewed: string | undefined;
  const token = await begin(context, request, reply, account, undefined, async (trx, organisationId, session) => {
    const { personId, email } = account;
    const isNew = await noteKnown(trx, clock, browserToken, personId);
    if (trusted) {
      await trustBrowser(trx, clock, browserToken, personId, browser);
      renewed = await renewBrowser(trx, browserToken);
    }
    if (isNew) await tellOfNewBrowser(trx, context, account, session, browser);
    await noteActing(trx, clock, { personId, organisationId });
    await forgetFailures(trx, { email, address: request.ip, knownBrowser: undefined });
    await forgetFailures(trx, { email, address: request.ip, knownBrowser: browserToken });
    await record(trx, clock, {
      personId,
      organisationId,
      address: request.ip,
      action: 'sign-in',
      subject: `person ${personId}`,
      after: { how, browser },
    });
  });
  if (renewed !== undefined) setBrowserCookie(context, reply, renewed);
  const viewer = await viewerOf(context, token);
  return reply.redirect(safeNext(next) ?? startPage(viewer!), 303);
}

async function begin(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { personId }: Account,
  first: FirstStep | undefined,
  also: (trx: Database, organisationId: number, session: number) => Promise<void>,
): Promise<string> {
  const { clock } = context;
  const organisationId = await firstOrganisation(context.db, personId, clock.now());
  if (organisationId === undefined) throw nowhere();
  const token = await context.db.transaction().execute(async (trx) => {
    const old = request.cookies[sessionCookie(context)];
    if (old) await endSession(trx, old);
    const browser = browserInWords(request.headers['user-agent']);
    const session = await beginSession(trx, clock, { personId, organisationId, first, browser, address: request.ip });
    await also(trx, organisationId, session.id);
    return session.token;
  });
  setSessionCookie(context, reply, token, first === undefined ? 'full' : 'half');
  return token;
}

function nowhere() {
  return refused(
    422,
    'You cannot act for any organisation now',
    'Your access to the organisation you worked with has ended or has not begun. Ask an administrator there to renew it.',
  );
}

async function tellOfNewBrowser(
  trx: Database,
  { clock, config }: Context,
  { personId, name }: Account,
  session: number,
  browser: string,
): Promise<void> {
  await tellOwner(trx, clock, personId, {
    occasion: `new browser, session ${session}`,
    subject: 'You signed in with a new browser',
    body: `Dear ${name}\n\nSomebody signed in to Garner as you with a browser that you have not used before: ${browser}.\n\nIf it was you, there is nothing to do. If not, choose a new password at once, which ends every session: ${config.baseUrl}/forgotten-password\n`,
  });
}
