import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import { record } from '../audit/index.ts';
import { sessionCookie, viewerFor } from './authentication.ts';
import { startPage } from './model.ts';
import { viewerOf } from './sessions.ts';
import { tellOperators } from './users/operators.ts';

const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

/**
 * A collector administrator looks at Garner as an organisation sees it: to help somebody on the telephone. Nothing can be changed
 * meanwhile (the authoriser refuses it), it is recorded for both organisations, and the one looked at is told.
 */
export function lookingRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.post(
    '/organisations/:id/look',
    { config: { access: { permission: 'Collector Administrator' }, recent: true }, schema: { params: Id } },
    async (request, reply) => {
      const viewer = viewerFor(request);
      const { id } = request.params;
      await db.transaction().execute(async (trx) => {
        const seen = await trx
          .selectFrom('organisation')
          .select('name')
          .where('id', '=', id)
          .where('id', '<>', viewer.organisationId)
          .where('closed_on', 'is', null)
          .executeTakeFirst();
        if (!seen) throw notFound();
        await look(trx, viewer.sessionId, id);
        await record(trx, clock, {
          personId: viewer.personId,
          organisationId: viewer.organisationId,
          onBehalfOf: id,
          address: request.ip,
          action: 'organisation.looked-at',
          subject: `organisation ${id}`,
        });
        await tellOperators(trx, context, {
          organisationId: id,
          occasion: `looked at, session ${viewer.sessionId}, ${clock.now().toISOString()}`,
          subject: `${viewer.organisationName} is looking at your pages in Garner`,
          body: `${viewer.name} of ${viewer.organisationName} began to look at Garner as ${seen.name} sees it, at ${clock.now().toUTCString()}. They can change nothing. What they do is recorded under “What happened”.`,
        });
      });
      const seeing = await viewerOf(context, request.cookies[sessionCookie(context)] ?? '');
      return reply.redirect(seeing ? startPage(seeing) : '/', 303);
    },
  );

  app.post(
    '/organisations/stop-looking',
    { config: { access: 'signed-in', whileSeeing: true } },
    async (request, reply) => {
      const viewer = viewerFor(request);
      const { looking } = viewer;
      if (!looking) return reply.redirect('/', 303);
      await db.transaction().execute(async (trx) => {
        await look(trx, viewer.sessionId, null);
        await record(trx, clock, {
          personId: viewer.personId,
          organisationId: looking.organisationId,
          onBehalfOf: viewer.organisationId,
          address: request.ip,
          action: 'organisation.looked-away',
          subject: `organisation ${viewer.organisationId}`,
        });
      });
      return reply.redirect(`/organisations/${viewer.organisationId}`, 303);
    },
  );

  async function look(trx: typeof db, sessionId: number, organisationId: number | null): Promise<void> {
    const change = { seeing_organisation_id: organisationId };
    await trx.updateTable('session').set(change).where('id', '=', sessionId).execute();
  }
}
