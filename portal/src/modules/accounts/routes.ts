import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { record } from '../audit/index.ts';
import { sessionCookie } from './authentication.ts';
import { ABSOLUTE_MS, safeNext, startPage } from './model.ts';
import { SignInPage } from './pages/sign-in.tsx';
import { beginSession, checkPassword, endSession, viewerOf } from './store.ts';

const Next = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) });
const Credentials = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1000 }),
  next: Type.Optional(Type.String({ maxLength: 500 })),
});

/** Sign in, sign out. */
export function accountRoutes(app: App, context: Context): void {
  const cookie = sessionCookie(context);

  app.get('/', { config: { access: 'anyone' } }, async (request, reply) =>
    reply.redirect(request.viewer ? startPage(request.viewer) : '/sign-in'),
  );

  app.get('/sign-in', { config: { access: 'anyone' }, schema: { querystring: Next } }, async (request, reply) => {
    const next = safeNext(request.query.next);
    if (request.viewer) return reply.redirect(next ?? startPage(request.viewer));
    return reply.page(SignInPage({ frame: reply.frame(), next }));
  });

  app.post(
    '/sign-in',
    {
      config: { access: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { body: Credentials },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const next = safeNext(request.body.next);
      const found = await checkPassword(context.db, email.trim(), password);
      if (!found) {
        await record(context.db, context.clock, { action: 'sign-in.refused', subject: 'sign-in' });
        return reply.status(422).page(SignInPage({ frame: reply.frame(), next, email, refused: true }));
      }
      const token = await context.db.transaction().execute(async (trx) => {
        const old = request.cookies[cookie];
        if (old) await endSession(trx, old);
        await record(trx, context.clock, { ...found, action: 'sign-in', subject: `person ${found.personId}` });
        return await beginSession(trx, context.clock, found);
      });
      reply.setCookie(cookie, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: context.config.secureCookies,
        maxAge: ABSOLUTE_MS / 1000,
      });
      const viewer = await viewerOf(context.db, context.clock, token);
      return reply.redirect(next ?? startPage(viewer!), 303);
    },
  );

  app.post('/sign-out', { config: { access: 'anyone' } }, async (request, reply) => {
    const token = request.cookies[cookie];
    const { viewer } = request;
    await context.db.transaction().execute(async (trx) => {
      if (token) await endSession(trx, token);
      if (!viewer) return;
      const { personId, organisationId } = viewer;
      await record(trx, context.clock, { personId, organisationId, action: 'sign-out', subject: `person ${personId}` });
    });
    reply.clearCookie(cookie, { path: '/', httpOnly: true, sameSite: 'lax', secure: context.config.secureCookies });
    return reply.redirect('/sign-in', 303);
  });
}
