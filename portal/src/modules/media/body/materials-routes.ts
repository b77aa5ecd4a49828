import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { asDownload } from '../../../platform/http/download.ts';
import { conflict, notFound } from '../../../platform/http/errors.ts';
import { sendRanged } from '../../../platform/http/range.ts';
import { findMediaFile } from '../file-queries.ts';
import { contentLink } from '../links.ts';
import { showPlayer } from '../player.ts';
import { noteAccess } from './materials/access.ts';
import { archiveOf } from './materials/archive.ts';
import { type ManifestInput, manifestCsv, manifestJson } from './materials/manifest.ts';
import { bareCode, materialNames } from './materials/names.ts';
import { isMaterial, materialsOf, nonSubmissionsOf, submittedCentres } from './materials/queries.ts';
import { MaterialsPage } from './pages/materials.tsx';
import { type ComponentFacts, findComponent } from './queries.ts';
import { actorOf, COLLECT, COLLECT_READ, ComponentId, FileId, id, mayCollect, ownComponent } from './route-parts.ts';

const OneCentre = Type.Object({ centre: Type.Optional(id) });
const At = Type.Object({ at: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6 })) });
const Content = Type.Object({ ...FileId.properties, content: Type.Enum(['playable', 'original']) });
const PLACE = '/recordings/components/:component/materials';

/** What is to be marked: listed, played, downloaded one by one, with manifests, as one zip that can be resumed. Each access is noted. */
export function materialsRoutes(app: App, context: Context): void {
  const { db } = context;
  const of = { params: ComponentId, querystring: OneCentre };

  app.get(PLACE, { config: COLLECT_READ, schema: of }, async (request, reply) => {
    const component = await ownComponent(context, request, request.params.component);
    const { centre } = request.query;
    const centres = await submittedCentres(db, component.id);
    return reply.page(
      MaterialsPage({
        frame: reply.frame(),
        component,
        centres,
        chosen: centres.find(({ centreId }) => centreId === centre),
        materials: centre === undefined ? [] : await materialsOf(db, component.id, centre),
        mayCollect: mayCollect(request),
      }),
    );
  });

  app.get(`${PLACE}/manifest.csv`, { config: COLLECT, schema: of }, async (request, reply) => {
    const { component, manifest } = await fetchManifest(request, 'manifest.csv');
    const name = `${bareCode(component.code)} manifest.csv`;
    return asDownload(reply, name, 'text/csv; charset=utf-8').send(manifestCsv(manifest));
  });

  app.get(`${PLACE}/manifest.json`, { config: COLLECT, schema: of }, async (request, reply) => {
    const { component, manifest } = await fetchManifest(request, 'manifest.json');
    const name = `${bareCode(component.code)} manifest.json`;
    return asDownload(reply, name, 'application/json; charset=utf-8').send(manifestJson(manifest));
  });

  app.get(`${PLACE}/files.zip`, { config: COLLECT, schema: of }, async (request, reply) => {
    const component = await ownComponent(context, request, request.params.component);
    const { centre } = request.query;
    const archive = await archiveOf(context, component, centre);
    const { centreIds, files, etag, layout } = archive;
    asDownload(reply, zipName(component, centre), 'application/zip');
    const access = { subject: `component ${component.id}`, what: 'files.zip', centreIds, facts: { files } };
    return await sendRanged(request, reply, {
      size: layout.size,
      etag,
      async read(start, end) {
        await noteAccess(context, actorOf(request), access, etag);
        return archive.read(start, end);
      },
    });
  });

  // What is played, and how, is the centre's player: pages/player.tsx.
  app.get(
    '/recordings/files/:file',
    { config: COLLECT, schema: { params: FileId, querystring: At } },
    async (request, reply) => {
      const { file, component } = await ownFile(request, request.params.file);
      if (!file.playable) return reply.redirect(`/recordings/files/${file.id}/original`, 303);
      await note(request, file.id, file.centreId, 'player');
      const { code, name, session } = component;
      const back = {
        text: `Materials of ${code}`,
        href: `/recordings/components/${component.id}/materials?centre=${file.centreId}`,
      };
      return await showPlayer(context, reply, { file, work: { code, name, session }, at: request.query.at, back });
    },
  );

  app.get(
    '/recordings/files/:file/:content',
    { config: COLLECT, schema: { params: Content } },
    async (request, reply) => {
      const { file } = await ownFile(request, request.params.file);
      const { content } = request.params;
      if (content === 'playable' && !file.playable) throw notFound();
      await note(request, file.id, file.centreId, content);
      return reply.redirect(contentLink(context, file.id, content), 303);
    },
  );

  /** A file of a component of the viewer's organisation, of a final submission that stands. */
  async function ownFile(request: FastifyRequest, fileId: string) {
    const file = await findMediaFile(db, fileId);
    const component = file && (await findComponent(db, actorOf(request).bodyId, file.componentId));
    if (!file || !component) throw notFound();
    if (!(await isMaterial(db, file.id))) {
      throw conflict(
        'This file cannot be fetched',
        'Its final submission has not been made or was opened again, or the file failed or was destroyed.',
      );
    }
    return { file, component };
  }

  async function note(request: FastifyRequest, fileId: string, centreId: number, what: string): Promise<void> {
    if (request.method === 'HEAD') return;
    await noteAccess(context, actorOf(request), { subject: `file ${fileId}`, what, centreIds: [centreId] });
  }

  async function fetchManifest(
    request: FastifyRequest,
    what: string,
  ): Promise<{ readonly component: ComponentFacts; readonly manifest: ManifestInput }> {
    const { component: componentId } = request.params as { component: number };
    const { centre } = request.query as { centre?: number };
    const component = await ownComponent(context, request, componentId);
    const materials = await materialsOf(db, component.id, centre);
    const manifest = {
      component,
      materials,
      names: materialNames(component.code, materials),
      nonSubmissions: await nonSubmissionsOf(db, component.id, centre),
      baseUrl: context.config.baseUrl,
      download: (fileId: string) => contentLink(context, fileId, 'original'),
    };
    if (request.method !== 'HEAD') {
      const centreIds = [...new Set(materials.map(({ centreId }) => centreId))];
      const facts = { files: materials.length };
      await noteAccess(context, actorOf(request), { subject: `component ${component.id}`, what, centreIds, facts });
    }
    return { component, manifest };
  }
}

function zipName({ code, session }: ComponentFacts, centre: number | undefined): string {
  return `${bareCode(code)} ${session}${centre === undefined ? '' : ` centre ${centre}`}.zip`;
}
