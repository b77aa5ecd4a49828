import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { sessionCookie, viewerFor } from '../authentication.ts';
import { masked, startPage } from '../model.ts';
import { AccountPage } from '../pages/account.tsx';
import { DONE, type Done } from '../pages/account-done.ts';
import { OwnNamePage } from '../pages/account-name.tsx';
import { AccountOrganisationsPage } from '../pages/account-organisations.tsx';
import { AccountSessionsPage } from '../pages/account-sessions.tsx';
import { viewerOf } from '../sessions.ts';
import { accountOf, ownerOf } from './account.ts';
import { id, name } from './fields.ts';
import { changeOwnName } from './own-name.ts';
import {
  distrustBrowsers,
  endOtherSessions,
  endOwnSession,
  membershipsOf,
  sessionsOf,
  switchOrganisation,
  trustedBrowsersOf,
} from './own-sessions.ts';

const SIGNED_IN = { access: 'signed-in' } as const;
const RECENT = { ...SIGNED_IN, recent: true } as const;
const OwnName = Type.Object({ name });
const What = Type.Object({
  done: Type.Optional(Type.Union((Object.keys(DONE) as Done[]).map((done) => Type.Literal(done)))),
});

/** One's own account: what it says, where one is signed in, and for whom one may act. */
export function accountPageRoutes(app: App, context: Context): void {
  app.get('/account', { config: SIGNED_IN, schema: { querystring: What } }, async (request, reply) => {
    const account = await accountOf(context, viewerFor(request).personId);
    const phone = account.phone === undefined ? undefined : masked(account.phone);
    return reply.page(AccountPage({ frame: reply.frame(), account: { ...account, phone }, done: request.query.done }));
  });

  app.get('/account/name', { config: RECENT }, async (request, reply) =>
    reply.page(OwnNamePage({ frame: reply.frame(), name: viewerFor(request).name })),
  );

  app.post('/account/name', { config: RECENT, schema: { body: OwnName } }, async (request, reply) => {
    const { name } = request.body;
    const error = await changeOwnName(context, ownerOf(context, request), name);
    if (error !== undefined) return reply.status(422).page(OwnNamePage({ frame: reply.frame(), name, error }));
    return reply.redirect('/account?done=name', 303);
  });

  app.get('/account/sessions', { config: SIGNED_IN, schema: { querystring: What } }, async (request, reply) => {
    const { personId, sessionId } = viewerFor(request);
    return reply.page(
      AccountSessionsPage({
        frame: reply.frame(),
        sessions: await sessionsOf(context, personId),
        here: sessionId,
        trusted: await trustedBrowsersOf(context, personId),
        done: request.query.done,
      }),
    );
  });

  app.post(
    '/account/sessions/end',
    { config: SIGNED_IN, schema: { body: Type.Object({ session: id }) } },
    async (request, reply) => {
      if (!(await endOwnSession(context, ownerOf(context, request), Number(request.body.session)))) throw notFound();
      return reply.redirect('/account/sessions?done=session-ended', 303);
    },
  );

  app.post('/account/sessions/end-others', { config: SIGNED_IN }, async (request, reply) => {
    await endOtherSessions(context, ownerOf(context, request), viewerFor(request).sessionId);
    return reply.redirect('/account/sessions?done=sessions-ended', 303);
  });

  app.post('/account/browsers/distrust', { config: SIGNED_IN }, async (request, reply) => {
    await distrustBrowsers(context, ownerOf(context, request));
    return reply.redirect('/account/sessions?done=browsers-distrusted', 303);
  });

  app.get('/account/organisations', { config: SIGNED_IN }, async (request, reply) => {
    const { personId, organisationId, looking } = viewerFor(request);
    return reply.page(
      AccountOrganisationsPage({
        frame: reply.frame(),
        memberships: await membershipsOf(context, personId),
        actingFor: looking?.organisationId ?? organisationId,
        now: context.clock.now(),
      }),
    );
  });

  app.post(
    '/account/switch',
    { config: SIGNED_IN, schema: { body: Type.Object({ organisation: id }) } },
    async (request, reply) => {
      if (!(await switchOrganisation(context, viewerFor(request), Number(request.body.organisation), request.ip)))
        throw notFound();
      const viewer = await viewerOf(context, request.cookies[sessionCookie(context)] ?? '');
      return reply.redirect(viewer ? startPage(viewer) : '/', 303);
    },
  );
}
