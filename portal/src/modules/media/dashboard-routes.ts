import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { viewerFor } from '../accounts/index.ts';
import { DashboardPage } from './pages/dashboard.tsx';
import { dashboard } from './queries.ts';
import { mayChange, READ } from './route-parts.ts';
import { searched, WorkSearch } from './search.ts';

/** The media submission dashboard: what a centre has to send in a session, and how far it is. */
export function dashboardRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/media', { config: READ, schema: { querystring: WorkSearch } }, async (request, reply) => {
    const { organisationId } = viewerFor(request);
    const search = await searched(db, organisationId, request.query);
    const rows = search.filter && (await dashboard(db, organisationId, search.filter));
    return reply.page(
      DashboardPage({
        frame: reply.frame(),
        ...search,
        rows: rows?.map((work) => ({ work, mayChange: mayChange(request, work, clock.now()) })),
        now: clock.now(),
      }),
    );
  });
}
