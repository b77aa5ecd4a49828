import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import { viewerFor } from '../accounts/index.ts';
import { MessagePage, OutboxPage } from './pages/outbox.tsx';
import { oneMessage, outbox } from './queries.ts';

const Page = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })) });
const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

/** The messages Garner sent to the people of one's organisation. */
export function notificationRoutes(app: App, { db, mail }: Context): void {
  app.get('/outbox', { config: { access: 'signed-in' }, schema: { querystring: Page } }, async (request, reply) => {
    const { rows, paging } = await outbox(db, viewerFor(request).organisationId, request.query.page ?? 1);
    return reply.page(OutboxPage({ frame: reply.frame(), rows, paging, staysHere: mail.staysHere }));
  });

  app.get('/outbox/:id', { config: { access: 'signed-in' }, schema: { params: Id } }, async (request, reply) => {
    const message = await oneMessage(db, viewerFor(request).organisationId, request.params.id);
    if (!message) throw notFound();
    return reply.page(MessagePage({ frame: reply.frame(), message, staysHere: mail.staysHere }));
  });
}
