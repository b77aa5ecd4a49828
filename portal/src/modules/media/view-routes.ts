import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { asDownload } from '../../platform/http/download.ts';
import { notFound } from '../../platform/http/errors.ts';
import { sendBlob } from '../../platform/http/range.ts';
import { viewerFor } from '../accounts/index.ts';
import { type FileRow, findMediaFile, maySee, placesOf, viewedFiles } from './file-queries.ts';
import { contentLink, linkWorks } from './links.ts';
import { ViewPage } from './pages/view.tsx';
import { showPlayer } from './player.ts';
import { asked, MediaFileId, ownFile, page, READ, text } from './route-parts.ts';
import { searched, WorkSearch } from './search.ts';

const Search = Type.Object({ ...WorkSearch.properties, candidate: text, page });
const Player = Type.Object({ at: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6 })) });
const ContentParams = Type.Object({
  file: MediaFileId.properties.file,
  content: Type.Union([Type.Literal('playable'), Type.Literal('original')]),
});
const Signed = Type.Object({
  until: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  sign: Type.String({ maxLength: 100 }),
});

/** View uploaded files, and one of them: recordings in a player, documents as downloads. */
export function viewRoutes(app: App, context: Context): void {
  const { db, blobs } = context;

  app.get('/media/files', { config: READ, schema: { querystring: Search } }, async (request, reply) => {
    const { organisationId } = viewerFor(request);
    const { query } = request;
    const search = await searched(db, organisationId, query);
    const filter = search.filter && { ...search.filter, candidate: asked(query.candidate) };
    return reply.page(
      ViewPage({
        frame: reply.frame(),
        ...search,
        filter,
        found: filter && (await viewedFiles(db, organisationId, filter, query.page ?? 1)),
      }),
    );
  });

  app.get(
    '/media/files/:file',
    { config: READ, schema: { params: MediaFileId, querystring: Player } },
    async (request, reply) => {
      const { file, work } = await ownFile(context, request, request.params.file);
      if (!maySee(file)) throw notFound();
      if (!file.playable) return reply.redirect(contentLink(context, file.id, 'original'), 303);
      const back = { text: 'Files', href: `/media/components/${work.componentId}/files` };
      return await showPlayer(context, reply, { file, work, at: request.query.at, back });
    },
  );

  /** The bytes, for whoever holds a link that was made a short while ago: players and download managers bring no cookie. */
  app.get(
    '/media/content/:file/:content',
    { config: { access: 'anyone' }, schema: { params: ContentParams, querystring: Signed } },
    async (request, reply) => {
      const { file: fileId, content } = request.params;
      if (!linkWorks(context, { file: fileId, content, ...request.query })) throw notFound();
      const file = await findMediaFile(db, fileId);
      const places = file && maySee(file) ? await placesOf(db, fileId) : undefined;
      if (!file || !places) throw notFound();
      return await sendContent(request, reply, file, places, content);
    },
  );

  async function sendContent(
    request: FastifyRequest,
    reply: FastifyReply,
    file: FileRow,
    places: NonNullable<Awaited<ReturnType<typeof placesOf>>>,
    content: 'playable' | 'original',
  ) {
    if (content === 'original') {
      asDownload(reply, file.name, 'application/octet-stream');
      return await sendBlob(request, reply, blobs, { key: places.original, etag: file.sha256 ?? undefined });
    }
    if (places.playable === null || places.playableType === null) throw notFound();
    reply.type(places.playableType).header('content-security-policy', "default-src 'none'; sandbox");
    return await sendBlob(request, reply, blobs, { key: places.playable, etag: `playable-${file.sha256}` });
  }
}
