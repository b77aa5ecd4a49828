import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { receiveForm } from '../../../platform/http/form-file.ts';
import { readFile } from './import/read-file.ts';
import { doImport, findImport, giveUpImport, keepImport, type Way } from './import/store.ts';
import { MOST_ENTRIES } from './model.ts';
import { ImportPage, OverPage, PreviewPage } from './pages/import.tsx';
import { addressOf } from './pages/parts.tsx';
import { CHANGE, doing, kindOf, List, ListAndId, version } from './route-parts.ts';

const MOST_MB = 10;
const Confirm = Type.Object({ version });

/** A file of codes: checked, shown as what it would do, confirmed. */
export function importRoutes(app: App, context: Context): void {
  const { db } = context;
  const one = { config: CHANGE, schema: { params: ListAndId } };

  app.get('/organisation/lists/:list/upload', { config: CHANGE, schema: { params: List } }, async (request, reply) =>
    reply.page(ImportPage({ frame: reply.frame(), kind: await kindOf(db, request.params) })),
  );

  app.post(
    '/organisation/lists/:list/upload',
    { config: { ...CHANGE, csrf: 'self' }, schema: { params: List } },
    async (request, reply) => {
      const kind = await kindOf(db, request.params as { list: string });
      const { fields, fileName, bytes } = await receiveForm(app, request, reply, MOST_MB);
      const way = wayOf(fields['way']);
      const page = { frame: reply.frame(), kind, way };
      const refusals = [
        ...(way === undefined ? [{ field: 'way', text: 'Choose what the file does' }] : []),
        ...(fileName === '' ? [{ field: 'file', text: 'Choose a file' }] : []),
        ...(bytes === undefined
          ? [{ field: 'file', text: `The file is larger than ${MOST_MB} MB. Choose a smaller one` }]
          : []),
      ];
      if (way === undefined || fileName === '' || bytes === undefined)
        return reply.status(422).page(ImportPage({ ...page, refusals }));
      const read = await readFile(kind, bytes);
      if ('faults' in read) return reply.status(422).page(ImportPage({ ...page, found: { fileName, ...read } }));
      const { entries } = read;
      const id = await db
        .transaction()
        .execute((trx) => keepImport(trx, doing(context, request), kind, { fileName, way, entries }));
      return reply.redirect(addressOf(kind, `/imports/${id}`), 303);
    },
  );

  app.get('/organisation/lists/:list/imports/:id', one, async (request, reply) =>
    preview(request, reply, request.params),
  );

  app.post(
    '/organisation/lists/:list/imports/:id',
    { config: CHANGE, schema: { params: ListAndId, body: Confirm } },
    async (request, reply) => {
      const kind = await kindOf(db, request.params);
      const { id } = request.params;
      const outcome = await db
        .transaction()
        .execute((trx) => doImport(trx, doing(context, request), kind, id, request.body.version));
      if (outcome === 'not there') throw notFound();
      if (outcome === 'done' || outcome === 'done before')
        return reply.redirect(addressOf(kind, '?done=imported'), 303);
      const problem =
        outcome === 'too many'
          ? `The list would hold more than ${MOST_ENTRIES.toLocaleString('en-GB')} codes, which is the most`
          : 'Somebody else changed the list meanwhile. Below is what the file would change now; nothing was changed yet';
      return await preview(request, reply.status(409), request.params, problem);
    },
  );

  app.post('/organisation/lists/:list/imports/:id/give-up', one, async (request, reply) => {
    const kind = await kindOf(db, request.params);
    const asked = doing(context, request);
    if (!(await findImport(db, asked, kind, request.params.id))) throw notFound();
    await db.transaction().execute((trx) => giveUpImport(trx, asked, kind, request.params.id));
    return reply.redirect(addressOf(kind, '?done=given-up'), 303);
  });

  async function preview(
    request: FastifyRequest,
    reply: FastifyReply,
    params: { list: string; id: number },
    problem?: string,
  ): Promise<FastifyReply> {
    const kind = await kindOf(db, params);
    const found = await findImport(db, doing(context, request), kind, params.id);
    if (!found) throw notFound();
    const frame = reply.frame();
    if (found.state !== 'waiting') return reply.page(OverPage({ frame, kind, done: found.state === 'done' }));
    return reply.page(PreviewPage({ frame, kind, waiting: found.waiting, problem }));
  }
}

function wayOf(value: unknown): Way | undefined {
  return value === 'replace' || value === 'add' ? value : undefined;
}
