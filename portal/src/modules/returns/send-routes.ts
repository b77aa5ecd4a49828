import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import { type App, checkCsrf } from '../../platform/http/app.ts';
import { badRequest, conflict, notFound, RequestError, refused } from '../../platform/http/errors.ts';
import { sizeInWords } from '../../ui/words.ts';
import { viewerFor } from '../accounts/index.ts';
import { checkOffer } from '../checks/index.ts';
import { emptyFile, type NewUpload, ownUpload, type Uploads, unfinishedUploads } from '../uploads/index.ts';
import { checkContext } from './check-context.ts';
import { takesFiles } from './model.ts';
import { ArrivedPage, NoUploadPage, UploadPage } from './pages/upload.tsx';
import { attempts, numberOfUpload, type ReturnFacts } from './queries.ts';
import { ACCESS, ownReturn, ReturnId, UploadId } from './route-parts.ts';
import { RECEIVED } from './tasks.ts';

const TYPES = ['.csv'];
const Begin = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 1000 }),
  size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  lastModified: Type.Optional(Type.Number({ minimum: 0, maximum: 8.64e15 })),
});
/** How long the page after the last byte waits for the attempt to be numbered, before it is fetched again. */
const ARRIVAL_MS = 1500;

/** Choosing a file and sending it: in pieces by tus with JavaScript, by one form without. */
export function sendRoutes(app: App, context: Context, uploads: Uploads): void {
  const { db, clock } = context;

  app.get('/returns/:id/upload', { config: ACCESS, schema: { params: ReturnId } }, async (request, reply) => {
    const owed = await ownReturn(db, request, request.params.id);
    if (takesFiles(owed, clock.now())) return await uploadPage(request, reply, owed);
    // What was begun in time may be finished: the page that goes on with it must still be there.
    const begun = await unfinishedUploads(db, purpose(owed), viewerFor(request).personId);
    return begun.length > 0 ? await uploadPage(request, reply, owed) : await refusalPage(reply, owed);
  });

  app.post(
    '/returns/:id/uploads',
    { config: ACCESS, schema: { params: ReturnId, body: Begin } },
    async (request, reply) => {
      const owed = await openReturn(request, request.params.id);
      const { name, size, lastModified } = request.body;
      const changed = lastModified === undefined ? {} : { lastModified: new Date(lastModified) };
      const id = await uploads.begin({ ...newUpload(request, owed, name), size, ...changed });
      return reply.status(201).send({ id, url: `/uploads/${id}` });
    },
  );

  app.post(
    '/returns/:id/uploads/:upload/cancel',
    { config: ACCESS, schema: { params: UploadId } },
    async (request, reply) => {
      const owed = await ownReturn(db, request, request.params.id);
      const upload = await ownUpload(db, request.params.upload, viewerFor(request));
      if (!upload || upload.purpose !== purpose(owed)) throw notFound();
      await uploads.cancel(upload.id);
      return reply.redirect(`/returns/${owed.id}/upload`, 303);
    },
  );

  app.post(
    '/returns/:id/upload',
    { config: { ...ACCESS, csrf: 'self' }, schema: { params: ReturnId } },
    async (request, reply) => {
      const { id } = request.params as { id: number };
      const owed = await openReturn(request, id);
      try {
        return reply.redirect(`/returns/${owed.id}/arrived/${await receiveForm(request, reply, owed)}`, 303);
      } catch (error) {
        // Browsers show an answer only once they have sent everything: the rest is read and dropped.
        request.raw.unpipe();
        request.raw.resume();
        if (!(error instanceof RequestError) || error.kind !== 'refused') throw error;
        return await uploadPage(request, reply.status(error.status), owed, {
          title: error.title,
          message: error.message,
        });
      }
    },
  );

  app.get('/returns/:id/arrived/:upload', { config: ACCESS, schema: { params: UploadId } }, async (request, reply) => {
    const owed = await ownReturn(db, request, request.params.id);
    const until = performance.now() + ARRIVAL_MS;
    for (;;) {
      const number = await numberOfUpload(db, owed.id, request.params.upload);
      if (number !== undefined) return reply.redirect(`/returns/${owed.id}/submissions/${number}`, 303);
      if (performance.now() > until) break;
      await wait(50);
    }
    const upload = await ownUpload(db, request.params.upload, viewerFor(request));
    if (!upload || upload.purpose !== purpose(owed)) throw notFound();
    if (upload.state !== 'received') return reply.redirect(`/returns/${owed.id}/upload`, 303);
    return reply.page(ArrivedPage({ frame: reply.frame(), owed }));
  });

  /** The file of a plain form, straight to disk. */
  async function receiveForm(request: FastifyRequest, reply: FastifyReply, owed: ReturnFacts): Promise<string> {
    if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
    for await (const part of request.parts({ limits: { fileSize: owed.maxBytes } })) {
      if (part.type === 'field') {
        request.body ??= { [part.fieldname]: part.value };
        continue;
      }
      await checkCsrf(app, request, reply);
      if (part.filename === '') throw refused(422, 'Choose a file', 'No file was chosen.');
      const id = await uploads.begin(newUpload(request, owed, part.filename));
      try {
        const size = await uploads.tus.write(part.file, id, 0);
        if (part.file.truncated)
          throw refused(413, 'The file is too large', `The most is ${sizeInWords(owed.maxBytes)}.`);
        if (size === 0) throw emptyFile(part.filename);
        await uploads.settleSize(id, size);
      } catch (error) {
        await uploads.cancel(id);
        throw error;
      }
      await uploads.finish(id);
      return id;
    }
    throw refused(422, 'Choose a file', 'No file was chosen.');
  }

  /** The return, if it still takes files. */
  async function openReturn(request: FastifyRequest, id: number): Promise<ReturnFacts> {
    const owed = await ownReturn(db, request, id);
    if (takesFiles(owed, clock.now())) return owed;
    throw owed.status === 'accepted'
      ? conflict(
          'This return has been accepted',
          `It has to be rejected before you can send another file. Write to ${owed.contact}.`,
        )
      : conflict('This return is closed', `To send a file all the same, write to ${owed.contact}.`);
  }

  function newUpload(request: FastifyRequest, owed: ReturnFacts, name: string): NewUpload {
    const { personId, organisationId } = viewerFor(request);
    const limits = { bytes: owed.maxBytes, types: TYPES };
    return {
      personId,
      organisationId,
      name,
      limits,
      purpose: purpose(owed),
      then: { task: RECEIVED, payload: { return: owed.id } },
    };
  }

  async function uploadPage(
    request: FastifyRequest,
    reply: FastifyReply,
    owed: ReturnFacts,
    fault?: { title: string; message: string },
  ) {
    const unfinished = await unfinishedUploads(db, purpose(owed), viewerFor(request).personId);
    const offer = await checkOffer(db, owed.templateName, owed.edition);
    const page = {
      frame: reply.frame(),
      owed,
      unfinished,
      types: TYPES,
      now: clock.now(),
      offer: offer && { ...offer, context: await checkContext(db, owed) },
    };
    return reply.page(UploadPage(fault ? { ...page, fault } : page));
  }

  async function refusalPage(reply: FastifyReply, owed: ReturnFacts) {
    const { length } = await attempts(db, owed.id);
    return reply.status(409).page(NoUploadPage({ frame: reply.frame(), owed, attempts: length }));
  }
}

function purpose({ id }: Pick<ReturnFacts, 'id'>): string {
  return `return ${id}`;
}
