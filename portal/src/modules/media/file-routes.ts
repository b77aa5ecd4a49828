import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import { type App, checkCsrf } from '../../platform/http/app.ts';
import { badRequest, conflict } from '../../platform/http/errors.ts';
import { eventStream } from '../../platform/http/event-stream.ts';
import { enqueue } from '../../platform/queue/index.ts';
import { viewerFor } from '../accounts/index.ts';
import { findFile, forgetVerdict, type Uploads } from '../uploads/index.ts';
import { beginFile, refuseCandidates } from './begin.ts';
import { type FileRow, filesPage, findMediaFile } from './file-queries.ts';
import { receiveFiles } from './form-files.ts';
import { known } from './known.ts';
import { ROLES } from './model.ts';
import { DeleteFilePage, FilesPage } from './pages/files.tsx';
import type { CentreWork } from './queries.ts';
import {
  ACCESS,
  ComponentId,
  doerOf,
  id,
  MediaFileId,
  mayChange,
  ownFile,
  ownWork,
  page,
  READ,
} from './route-parts.ts';
import { deleteFile, moveFile, noteSent, openWork, workTopic } from './store.ts';
import { REMOVE, SCAN } from './tasks.ts';

const Begin = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 1000 }),
  size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  lastModified: Type.Optional(Type.Number({ minimum: 0, maximum: 8.64e15 })),
  fingerprint: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  role: Type.Optional(Type.Union(ROLES.map((role) => Type.Literal(role)))),
  candidates: Type.Array(id, { maxItems: 100, uniqueItems: true }),
});
const Sent = Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
const List = Type.Object({ page, done: Type.Optional(Type.Union([Type.Literal('saved'), Type.Literal('deleted')])) });
/** Bytes that came so recently are still coming. */
const ARRIVING_MS = 20_000;

/** Upload files: choosing and sending them, what became of each, taking one away. */
export function fileRoutes(app: App, context: Context, uploads: Uploads): void {
  const { db, clock, events } = context;

  app.get(
    '/media/components/:component/files',
    { config: READ, schema: { params: ComponentId, querystring: List } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      return await show(request, reply, work, { page: request.query.page ?? 1, done: request.query.done });
    },
  );

  /** What names of files are compared with in the browser, and what may be sent. */
  app.get(
    '/media/components/:component/known',
    { config: ACCESS, schema: { params: ComponentId } },
    async (request) => {
      const work = await ownWork(context, request, request.params.component);
      const { types, bytes, atOnce, filesEach, roles, documents } = work.rules;
      return { ...(await known(db, work)), types, bytes, atOnce, filesEach, roles, documents };
    },
  );

  /** News: something of this work has changed. */
  app.get(
    '/media/components/:component/events',
    { config: READ, schema: { params: ComponentId } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      return eventStream(
        reply,
        (hear) => events.listen(workTopic(work), hear),
        async () => {
          const now = await ownWork(context, request, request.params.component);
          // Once it is submitted nothing changes any more.
          return {
            last: now.submittedAt !== null,
            data: { dealt: now.dealt, candidates: now.candidates, at: clock.now().getTime() },
          };
        },
      );
    },
  );

  app.post(
    '/media/components/:component/uploads',
    { config: ACCESS, schema: { params: ComponentId, body: Begin } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      const begun = await beginFile(context, request, uploads, work, request.body);
      return reply.status(begun.resumes ? 200 : 201).send(begun);
    },
  );

  /** Without JavaScript: several files by one form, each for whom its name says. */
  app.post(
    '/media/components/:component/files',
    { config: { ...ACCESS, csrf: 'self' }, schema: { params: ComponentId } },
    async (request, reply) => {
      const { component } = request.params as { component: number };
      const work = await ownWork(context, request, component);
      if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
      const { taken, faults } = await receiveFiles(
        { context, uploads, work, documents: false, csrf: () => checkCsrf(app, request, reply) },
        request,
      );
      if (faults.length > 0) return await show(request, reply.status(422), work, { page: 1, faults, done: undefined });
      const untagged = taken.filter(({ tagged }) => !tagged);
      const [one] = untagged;
      return one && taken.length === 1
        ? reply.redirect(`/media/files/${one.id}/candidates`, 303)
        : reply.redirect(`/media/components/${work.componentId}/files`, 303);
    },
  );

  /** The browser's word that it has sent all, and what it sent. */
  app.post(
    '/media/files/:file/sent',
    { config: ACCESS, schema: { params: MediaFileId, body: Sent } },
    async (request) => {
      const { file } = await ownFile(context, request, request.params.file);
      if (file.status === 'uploading') await noteSent(db, file.id, request.body.sha256);
      const state = await uploads.finish(file.id);
      const kept = await findFile(db, file.id);
      if (kept && kept.sha256 !== request.body.sha256) {
        await db.transaction().execute(async (trx) => {
          await openWork(trx, clock, file);
          const now = await findMediaFile(trx, file.id);
          // What was found sound already, or failed for another reason, stays as it is.
          if (now && isUnderWay(now))
            await moveFile(trx, clock, now, { status: 'failed', failure: 'changed' }, now.status);
        });
        return { state: 'changed', sha256: kept.sha256 };
      }
      return { state, sha256: kept?.sha256 ?? null };
    },
  );

  app.get('/media/files/:file/delete', { config: ACCESS, schema: { params: MediaFileId } }, async (request, reply) => {
    const { file, work } = await ownFile(context, request, request.params.file);
    return reply.page(DeleteFilePage({ frame: reply.frame(), work, file }));
  });

  app.post('/media/files/:file/delete', { config: ACCESS, schema: { params: MediaFileId } }, async (request, reply) => {
    const { file } = await ownFile(context, request, request.params.file);
    await db.transaction().execute(async (trx) => {
      await openWork(trx, clock, file);
      if (await deleteFile(trx, doerOf(context, request), file)) await enqueue(trx, REMOVE, { file: file.id });
    });
    await uploads.cancel(file.id, 'cancelled', viewerFor(request).personId);
    const place = file.role === 'document' ? 'final' : 'files';
    return reply.redirect(`/media/components/${file.componentId}/${place}?done=deleted`, 303);
  });

  app.post(
    '/media/files/:file/scan-again',
    { config: ACCESS, schema: { params: MediaFileId } },
    async (request, reply) => {
      const { file } = await ownFile(context, request, request.params.file);
      await db.transaction().execute(async (trx) => {
        const work = await openWork(trx, clock, file);
        const candidates = file.candidates.map(({ id }) => id);
        await refuseCandidates({ db: trx }, work, candidates);
        await forgetVerdict(trx, file.id);
        const again =
          file.failure === 'not-scanned' && (await moveFile(trx, clock, file, { status: 'preparing' }, 'failed'));
        if (!again) throw conflict('There is nothing to scan again', 'The file was scanned, or is being scanned now.');
        await enqueue(trx, SCAN, { upload: file.id });
      });
      return reply.redirect(`/media/components/${file.componentId}/files`, 303);
    },
  );

  interface Shown {
    readonly page: number;
    readonly done: 'saved' | 'deleted' | undefined;
    readonly faults?: readonly { readonly title: string; readonly detail: string }[];
  }

  async function show(request: FastifyRequest, reply: FastifyReply, work: CentreWork, shown: Shown) {
    const files = await filesPage(db, work, shown.page);
    return reply.page(
      FilesPage({
        frame: reply.frame(),
        work,
        ...files,
        arriving: await arrivingOf(files.rows),
        mayChange: mayChange(request, work, clock.now()),
        now: clock.now(),
        done: shown.done,
        faults: shown.faults ?? [],
      }),
    );
  }

  /** Which unfinished uploads had bytes a moment ago. */
  async function arrivingOf(rows: readonly FileRow[]): Promise<ReadonlySet<string>> {
    const arriving = new Set<string>();
    for (const { id, status, addedAt } of rows) {
      if (status !== 'uploading') continue;
      const last = Math.max((await uploads.arrived(id))?.at.getTime() ?? 0, addedAt.getTime());
      if (clock.now().getTime() - last < ARRIVING_MS) arriving.add(id);
    }
    return arriving;
  }
}

function isUnderWay({ status }: FileRow): boolean {
  return status === 'uploading' || status === 'preparing' || status === 'transcoding';
}
