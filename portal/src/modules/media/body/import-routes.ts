import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { conflict, notFound, type RequestError } from '../../../platform/http/errors.ts';
import { receiveForm } from '../../../platform/http/form-file.ts';
import { readRows } from '../../organisations/index.ts';
import {
  doImport,
  findImport,
  giveUpImport,
  type KeptImport,
  keepImport,
  MOST_MB,
  previewImport,
  ROWS_LIMIT,
} from './import/store.ts';
import { ImportPage, PreviewPage } from './pages/import.tsx';
import { actorOf, CHANGE, done, id, ownSession, SessionId } from './route-parts.ts';

const Id = Type.Object({ id });
const Confirm = Type.Object({ fingerprint: Type.String({ maxLength: 100 }) });
const Banner = Type.Object({ done });

/** Entries from a file: checked by the engine, shown as what they would do, confirmed as shown. */
export function importRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(
    '/recordings/sessions/:session/entries',
    { config: CHANGE, schema: { params: SessionId, querystring: Banner } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      return reply.page(ImportPage({ frame: reply.frame(), session, done: request.query.done }));
    },
  );

  app.post(
    '/recordings/sessions/:session/entries',
    { config: { ...CHANGE, csrf: 'self' }, schema: { params: SessionId } },
    async (request, reply) => {
      const session = await ownSession(context, request, (request.params as { session: number }).session);
      const { fields, fileName, bytes } = await receiveForm(app, request, reply, MOST_MB);
      const { way } = fields;
      const whole = way === 'whole' ? true : way === 'add' ? false : undefined;
      const page = { frame: reply.frame(), session, whole };
      const faults = [
        ...(whole === undefined ? [{ field: 'way', text: 'Choose what the file is' }] : []),
        ...(fileName === '' ? [{ field: 'file', text: 'Choose a file' }] : []),
        ...(bytes === undefined
          ? [{ field: 'file', text: `The file is larger than ${MOST_MB} MB. Send it in parts` }]
          : []),
      ];
      if (whole === undefined || fileName === '' || bytes === undefined)
        return reply.status(422).page(ImportPage({ ...page, faults }));
      const read = await readRows(bytes, 'garner-entries');
      if (read.findings) return reply.status(422).page(ImportPage({ ...page, found: { fileName, ...read } }));
      const { rows } = read;
      if (rows.length > ROWS_LIMIT) {
        const text = `The file has more than ${ROWS_LIMIT.toLocaleString('en-GB')} rows. Send it in parts that only add`;
        return reply.status(422).page(ImportPage({ ...page, faults: [{ field: 'file', text }] }));
      }
      const { personId } = actorOf(request);
      const sent = { sessionId: session.id, fileName, whole, rows };
      const kept = await db.transaction().execute((trx) => keepImport(trx, clock, personId, sent));
      return reply.redirect(`/recordings/imports/${kept}`, 303);
    },
  );

  app.get('/recordings/imports/:id', { config: CHANGE, schema: { params: Id } }, async (request, reply) =>
    preview(request, reply, request.params.id, false),
  );

  app.post(
    '/recordings/imports/:id/confirm',
    { config: CHANGE, schema: { params: Id, body: Confirm } },
    async (request, reply) => {
      const found = await own(request, request.params.id);
      const outcome = await db
        .transaction()
        .execute((trx) => doImport(trx, clock, actorOf(request), found.id, request.body.fingerprint));
      const back = `/recordings/sessions/${found.sessionId}/entries`;
      switch (outcome) {
        case 'done':
          return reply.redirect(`${back}?done=imported`, 303);
        case 'done before':
          return reply.redirect(`${back}?done=imported-before`, 303);
        case 'changed meanwhile':
          return await preview(request, reply.status(409), found.id, true);
        case 'given up':
          throw givenUp();
        case 'not there':
          throw notFound();
      }
    },
  );

  app.post('/recordings/imports/:id/give-up', { config: CHANGE, schema: { params: Id } }, async (request, reply) => {
    const found = await own(request, request.params.id);
    await giveUpImport(db, clock, found.id);
    return reply.redirect(`/recordings/sessions/${found.sessionId}/entries?done=given-up`, 303);
  });

  async function own(request: FastifyRequest, importId: number): Promise<KeptImport> {
    const found = await findImport(db, clock, actorOf(request).bodyId, importId);
    if (!found) throw notFound();
    return found;
  }

  async function preview(request: FastifyRequest, reply: FastifyReply, importId: number, meanwhile: boolean) {
    const found = await own(request, importId);
    if (found.state === 'given up') throw givenUp();
    if (found.state === 'done')
      return reply.redirect(`/recordings/sessions/${found.sessionId}/entries?done=imported-before`, 303);
    const session = await ownSession(context, request, found.sessionId);
    const waiting = await previewImport(db, clock, found);
    return reply.page(PreviewPage({ frame: reply.frame(), session, waiting, meanwhile }));
  }
}

function givenUp(): RequestError {
  return conflict('This import is over', 'It was given up, or waited for more than a day. Send the file again.');
}
