import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { RequestError } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import { clearSessionCookie, sessionCookie } from '../authentication.ts';
import { browserToken, isKnown, isTrusted } from '../browsers.ts';
import { safeNext, startPage, withNext } from '../model.ts';
import { SignInPage } from '../pages/sign-in.tsx';
import { type Account, checkPassword, personIdOf } from '../people.ts';
import { endSession } from '../sessions.ts';
import { countFailure, forgetFailures, type Try, takeTurn } from '../throttle.ts';
import { beginFull, beginHalf } from './begin.ts';

const Next = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) });
const Credentials = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1000 }),
  next: Type.Optional(Type.String({ maxLength: 500 })),
});

/** The first step: e-mail and password; and signing out. */
export function passwordRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/', { config: { access: 'anyone' } }, async (request, reply) =>
    reply.redirect(request.viewer ? startPage(request.viewer) : '/sign-in'),
  );

  app.get('/sign-in', { config: { access: 'anyone' }, schema: { querystring: Next } }, async (request, reply) => {
    const next = safeNext(request.query.next);
    if (request.viewer) return reply.redirect(next ?? startPage(request.viewer));
    return reply.page(SignInPage({ frame: reply.frame(), next, singleSignOn: context.config.singleSignOn?.name }));
  });

  app.post(
    '/sign-in',
    { config: { access: 'anyone', whileSeeing: true }, schema: { body: Credentials } },
    async (request, reply) => {
      const { email, password } = request.body;
      const next = safeNext(request.body.next);
      const page = { frame: reply.frame(), next, email, singleSignOn: context.config.singleSignOn?.name };
      const one = await tryOf(context, request, email);
      try {
        await takeTurn(db, clock, one);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        return reply.status(429).page(SignInPage({ ...page, wait: error }));
      }
      const account = await checkPassword(db, email, password);
      if (!account) {
        await countFailure(db, clock, one);
        await record(db, clock, { action: 'sign-in.refused', subject: 'sign-in', address: request.ip });
        return reply.status(422).page(SignInPage({ ...page, refused: true }));
      }
      await forgetFailures(db, one);
      if (await needsNoSecondStep(context, request, account))
        return await beginFull(context, request, reply, { account, next, how: ['password', 'trusted browser'] });
      await beginHalf(context, request, reply, account, 'password');
      return reply.redirect(withNext('/sign-in/step', next), 303);
    },
  );

  app.post('/sign-out', { config: { access: 'anyone', whileSeeing: true } }, async (request, reply) => {
    const token = request.cookies[sessionCookie(context)];
    const { viewer } = request;
    await db.transaction().execute(async (trx) => {
      if (token) await endSession(trx, token);
      if (!viewer) return;
      const { personId } = viewer;
      const organisationId = viewer.looking?.organisationId ?? viewer.organisationId;
      await record(trx, clock, {
        personId,
        organisationId,
        address: request.ip,
        action: 'sign-out',
        subject: `person ${personId}`,
      });
    });
    clearSessionCookie(context, reply);
    return reply.redirect('/sign-in', 303);
  });
}

/** What a try is counted by. */
async function tryOf(context: Context, request: FastifyRequest, email: string): Promise<Try> {
  const token = browserToken(context, request);
  const personId = token === undefined ? undefined : await personIdOf(context.db, email);
  const known = token !== undefined && personId !== undefined && (await isKnown(context.db, token, personId));
  return { email, address: request.ip, knownBrowser: known ? token : undefined };
}

async function needsNoSecondStep(context: Context, request: FastifyRequest, { personId }: Account): Promise<boolean> {
  const token = browserToken(context, request);
  return token !== undefined && (await isTrusted(context.db, context.clock, token, personId));
}
