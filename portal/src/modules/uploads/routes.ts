import { Server } from '@tus/server';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { conflict, notFound } from '../../platform/http/errors.ts';
import { viewerFor } from '../accounts/index.ts';
import { PostgresLocker } from './locker.ts';
import { UPLOAD_ID } from './model.ts';
import { ownUpload } from './queries.ts';
import type { Uploads } from './store.ts';

const Id = Type.Object({ id: Type.String({ pattern: UPLOAD_ID }) });
const OFFSET_STREAM = 'application/offset+octet-stream';

/**
 * The tus 1.0 protocol for uploads that were begun elsewhere: HEAD, PATCH, DELETE. Each request is allowed anew, so a
 * session that ends stops the next chunk, and signing in again goes on where it stopped.
 */
export function uploadRoutes(app: App, context: Context, uploads: Uploads): void {
  const locker = new PostgresLocker(context);
  const tus = new Server({
    path: '/uploads',
    datastore: uploads.tus,
    locker,
    relativeLocation: true,
    allowedOrigins: [],
    lockDrainTimeout: 3000,
    onUploadFinish: async (_request, { id }) => {
      await uploads.finish(id);
      return {};
    },
  });
  app.addHook('onClose', () => locker[Symbol.asyncDispose]());
  // The bytes are the library's to read.
  app.addContentTypeParser(OFFSET_STREAM, (_request, _payload, done) => done(null));
  const rule = { config: { access: 'signed-in' as const }, schema: { params: Id } };

  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: '/uploads/:id',
    ...rule,
    handler: async (request, reply) => {
      const upload = await mine(request);
      if (request.method === 'DELETE') {
        await uploads.cancel(upload.id, 'cancelled', viewerFor(request).personId);
        if ((await uploads.state(upload.id)) === 'received') {
          throw conflict('The file has arrived', 'Every byte is here, so the upload can no longer be given up.');
        }
        return reply.status(204).header('tus-resumable', '1.0.0').send();
      }
      if (upload.state !== 'receiving')
        return reply
          .headers(doneHeaders(upload))
          .status(upload.state === 'received' ? 200 : 410)
          .send();
      // The library answers past Fastify, but with the same headers as everything else.
      for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value!);
      reply.hijack();
      await tus.handle(request.raw, reply.raw);
      return reply;
    },
  });

  /** The browser's word that it has sent all; looked at anew, as the last PATCH may have died before it finished. */
  app.post('/uploads/:id/complete', rule, async (request) => {
    const { id, purpose } = await mine(request);
    return { state: await uploads.finish(id), purpose };
  });

  async function mine(request: FastifyRequest) {
    const upload = await ownUpload(context.db, (request.params as { id: string }).id, viewerFor(request));
    if (!upload) throw notFound();
    return upload;
  }
}

/** A finished upload still answers, so that a client that missed the last answer learns that all is there. */
function doneHeaders({ size }: { size: number | null }): Record<string, string> {
  return {
    'tus-resumable': '1.0.0',
    'upload-offset': String(size ?? 0),
    'upload-length': String(size ?? 0),
    'cache-control': 'no-store',
  };
}
