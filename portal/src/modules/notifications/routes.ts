import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import { may, viewerFor } from '../accounts/index.ts';
import { MessagePage, OutboxPage } from './pages/outbox.tsx';
import { oneMessage, outbox, type Reader } from './queries.ts';

const Page = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })) });
const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

/** The messages Garner sent: one's own; with the permission Data Submissions or Auditor all those of the organisation. */
export function notificationRoutes(app: App, { db, mail }: Context): void {
  app.get('/outbox', { config: { access: 'signed-in' }, schema: { querystring: Page } }, async (request, reply) => {
    const { rows, paging } = await outbox(db, readerFor(request), request.query.page ?? 1);
    return reply.page(OutboxPage({ frame: reply.frame(), rows, paging, staysHere: mail.staysHere }));
  });

  app.get('/outbox/:id', { config: { access: 'signed-in' }, schema: { params: Id } }, async (request, reply) => {
    const message = await oneMessage(db, readerFor(request), request.params.id);
    if (!message) throw notFound();
    return reply.page(MessagePage({ frame: reply.frame(), message, staysHere: mail.staysHere }));
  });
}

function readerFor(request: FastifyRequest): Reader {
  const viewer = viewerFor(request);
  return {
    personId: viewer.personId,
    organisationId: viewer.organisationId,
    readsAll: may(viewer, ['Data Submissions', 'Auditor']),
  };
}
