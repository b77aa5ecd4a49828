import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { checkCsrf } from '../../../platform/http/app.ts';
import { badRequest, conflict, notFound, RequestError, refused } from '../../../platform/http/errors.ts';
import { readRows } from '../import/read-rows.ts';
import { doImport, findImport, giveUpImport, keepImport, keptImport, ROWS_LIMIT } from '../import/store.ts';
import { ImportPage, ImportPreviewPage } from '../pages/import.tsx';
import { ADMIN, doingOf, Id, type Parts } from './parts.ts';

const BYTES_LIMIT = 5_000_000;
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
    const { fileName, bytes } = await receiveFile(request, reply);
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

  /** The file of a plain form, in memory. */
  async function receiveFile(request: FastifyRequest, reply: FastifyReply) {
    if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
    for await (const part of request.parts({ limits: { fileSize: BYTES_LIMIT } })) {
      if (part.type === 'field') {
        request.body ??= { [part.fieldname]: part.value };
        continue;
      }
      await checkCsrf(app, request, reply);
      if (part.filename === '') throw refused(422, 'Choose a file', 'No file was chosen.');
      const pieces: Buffer[] = [];
      for await (const piece of part.file) pieces.push(piece as Buffer);
      if (part.file.truncated) throw refused(413, 'The file is too large', 'The most is 5 MB. Send it in parts.');
      return { fileName: fileNameAsKept(part.filename), bytes: Buffer.concat(pieces) };
    }
    throw refused(422, 'Choose a file', 'No file was chosen.');
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

function fileNameAsKept(name: string): string {
  return [...name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')].slice(0, 200).join('');
}
