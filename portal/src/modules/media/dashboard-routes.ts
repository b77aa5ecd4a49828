import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { viewerFor } from '../accounts/index.ts';
import { DashboardPage } from './pages/dashboard.tsx';
import { choicesOf, dashboard, sessionsOf } from './queries.ts';
import { asked, id, mayChange, READ, text } from './route-parts.ts';

const Search = Type.Object({
  // An empty choice of a form is no number.
  session: Type.Optional(Type.Union([id, Type.Literal('')])),
  qualification: text,
  subject: text,
  code: text,
  name: text,
});

/** The media submission dashboard: what a centre has to send in a session, and how far it is. */
export function dashboardRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/media', { config: READ, schema: { querystring: Search } }, async (request, reply) => {
    const { organisationId } = viewerFor(request);
    const { query } = request;
    const sessions = await sessionsOf(db, organisationId);
    // With one session there is nothing to choose.
    const only = sessions.length === 1 && query.session === undefined ? sessions[0]!.id : undefined;
    const session = sessions.find((each) => each.id === (query.session || only));
    const filter = session && {
      session: session.id,
      qualification: asked(query.qualification),
      subject: asked(query.subject),
      code: asked(query.code),
      name: asked(query.name),
    };
    const rows = filter && (await dashboard(db, organisationId, filter));
    return reply.page(
      DashboardPage({
        frame: reply.frame(),
        sessions,
        choices: session && (await choicesOf(db, organisationId, session.id)),
        filter,
        missing: query.session !== undefined && !session,
        rows: rows?.map((work) => ({ work, mayChange: mayChange(request, work, clock.now()) })),
        now: clock.now(),
      }),
    );
  });
}
