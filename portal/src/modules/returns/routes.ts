import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { viewerFor } from '../accounts/index.ts';
import type { Uploads } from '../uploads/index.ts';
import { collectingRoutes } from './collecting/routes.ts';
import { ReturnPage } from './pages/return.tsx';
import { MyReturnsPage } from './pages/returns.tsx';
import { attempts, returnsPage } from './queries.ts';
import { mayAct, ownReturn, READ, ReturnId } from './route-parts.ts';
import { sendRoutes } from './send-routes.ts';
import { submissionRoutes } from './submission-routes.ts';

const List = Type.Object({
  tab: Type.Optional(Type.Union([Type.Literal('current'), Type.Literal('previous')])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
});

/** My returns, one return, sending a file, following an attempt; and all of a collection for who collects it. */
export function returnRoutes(app: App, context: Context, uploads: Uploads): void {
  const { db, clock } = context;

  app.get('/returns', { config: READ, schema: { querystring: List } }, async (request, reply) => {
    const { organisationId, organisationName } = viewerFor(request);
    const tab = request.query.tab ?? 'current';
    const list = await returnsPage(db, organisationId, tab, request.query.page ?? 1);
    return reply.page(
      MyReturnsPage({
        frame: reply.frame(),
        tab,
        organisation: organisationName,
        mayAct: mayAct(request),
        now: clock.now(),
        ...list,
      }),
    );
  });

  app.get('/returns/:id', { config: READ, schema: { params: ReturnId } }, async (request, reply) => {
    const owed = await ownReturn(db, request, request.params.id);
    return reply.page(
      ReturnPage({
        frame: reply.frame(),
        owed,
        attempts: await attempts(db, owed.id),
        mayAct: mayAct(request),
        now: clock.now(),
      }),
    );
  });

  sendRoutes(app, context, uploads);
  submissionRoutes(app, context);
  collectingRoutes(app, context);
}
