import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { conflict, notFound, RequestError, refused } from '../../../platform/http/errors.ts';
import { receiveFormFile } from '../../../platform/http/form-file.ts';
import { readRows } from '../import/read-rows.ts';
import { doImport, findImport, giveUpImport, keepImport, keptImport, ROWS_LIMIT } from '../import/store.ts';
import { ImportPage, ImportPreviewPage } from '../pages/import.tsx';
import { ADMIN, doingOf, Id, type Parts } from './parts.ts';

const MEGABYTES = 5;
const Confirm = Type.Object({ fingerprint: Type.String({ maxLength: 100 }) });

/** A file of organisations: checked, looked over, imported. */
export function importRoutes(parts: Parts): void {
  const { app, context } = parts;
  const { db } = context;

  app.get('/organisations/import', { config: ADMIN }, async (_request, reply) =>
    reply.page(ImportPage({ frame: reply.frame() })),
  );

  app.post('/organisations/import', { config: { ...ADMIN, csrf: 'self' } }, async (request, reply) => {
    try {
      return await takeFile(request, reply);
    } catch (error) {
      // Browsers show an answer only once they have sent everything: the rest is read and dropped.
      request.raw.unpipe();
      request.raw.resume();
      if (!(error instanceof RequestError) || error.kind !== 'refused') throw error;
      const fault = { title: error.title, message: error.message };
      return reply.status(error.status).page(ImportPage({ frame: reply.frame(), fault }));
    }
  });

  app.get('/organisations/imports/:id', { config: ADMIN, schema: { params: Id } }, async (request, reply) =>
    preview(request, reply, request.params.id, false),
  );

  app.post(
    '/organisations/imports/:id/confirm',
    { config: ADMIN, schema: { params: Id, body: Confirm } },
    async (request, reply) => {
      const { id } = request.params;
      const { fingerprint } = request.body;
      const outcome = await db.transaction().execute((trx) => doImport(trx, doingOf(parts, request), id, fingerprint));
      switch (outcome) {
        case 'done':
          return reply.redirect('/organisations?done=imported', 303);
        case 'done before':
          return reply.redirect('/organisations?done=imported-before', 303);
        case 'changed meanwhile':
          return await preview(request, reply.status(409), id, true);
        case 'given up':
          throw givenUp();
        case 'not there':
          throw notFound();
      }
    },
  );

  app.post('/organisations/imports/:id/give-up', { config: ADMIN, schema: { params: Id } }, async (request, reply) => {
    const { id } = request.params;
    const doing = doingOf(parts, request);
    if (!(await keptImport(db, doing, id, 'organisations'))) throw notFound();
    await giveUpImport(db, doing, id);
    return reply.redirect('/organisations?done=given-up', 303);
  });

  async function takeFile(request: FastifyRequest, reply: FastifyReply) {
    const { fileName, bytes } = await receiveFormFile(app, request, reply, MEGABYTES);
    const read = await readRows(bytes, 'garner-organisations');
    if (read.findings) {
      return reply.status(422).page(ImportPage({ frame: reply.frame(), found: { fileName, ...read } }));
    }
    const { rows } = read;
    if (rows.length > ROWS_LIMIT) {
      throw refused(413, 'The file has too many rows', `The most is ${ROWS_LIMIT} rows. Send it in parts.`);
    }
    const id = await db.transaction().execute((trx) => keepImport(trx, doingOf(parts, request), { fileName, rows }));
    return reply.redirect(`/organisations/imports/${id}`, 303);
  }

  async function preview(request: FastifyRequest, reply: FastifyReply, id: number, meanwhile: boolean) {
    const found = await findImport(db, doingOf(parts, request), id);
    if (!found) throw notFound();
    if (found.state !== 'waiting') {
      if (found.state === 'given up') throw givenUp();
      return reply.redirect('/organisations?done=imported-before', 303);
    }
    return reply.page(ImportPreviewPage({ frame: reply.frame(), waiting: found.waiting, meanwhile }));
  }
}

function givenUp(): RequestError {
  return conflict('This import is over', 'It was given up, or waited for more than a day. Send the file again.');
}
