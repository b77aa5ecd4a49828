import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../../context.ts';
import type { App } from '../../../../platform/http/app.ts';
import { notFound, RequestError, refused } from '../../../../platform/http/errors.ts';
import { receiveFormFile } from '../../../../platform/http/form-file.ts';
import { giveUpImport, keepImport, keptImport, readRows } from '../../../organisations/index.ts';
import { askerOf, viewerFor } from '../../authentication.ts';
import { ImportPeoplePage, PeopleOverPage, PeoplePreviewPage } from '../../pages/users-import.tsx';
import { asAdministrator, Id, RULE } from '../route-parts.ts';
import { addPeople, ChangedMeanwhileError } from './add-people.ts';
import { changesSince, planAsShown, planPeople } from './plan.ts';

/** The most rows of one import, which is one transaction. */
const ROWS_LIMIT = 500;
const MEGABYTES = 1;
const PLACE = '/organisation/users/import';
/** A dozen characters for each row. */
const Confirm = Type.Object({ shown: Type.String({ maxLength: ROWS_LIMIT * 12 }) });

/** A file of people: checked, looked over, added. */
export function importRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(PLACE, { config: RULE }, async (_request, reply) => reply.page(ImportPeoplePage({ frame: reply.frame() })));

  app.post(PLACE, { config: { ...RULE, csrf: 'self' } }, async (request, reply) => {
    try {
      return await takeFile(request, reply);
    } catch (error) {
      // Browsers show an answer only once they have sent everything: the rest is read and dropped.
      request.raw.unpipe();
      request.raw.resume();
      if (!(error instanceof RequestError) || error.kind !== 'refused') throw error;
      const fault = { title: error.title, message: error.message };
      return reply.status(error.status).page(ImportPeoplePage({ frame: reply.frame(), fault }));
    }
  });

  app.get(`${PLACE}/:id`, { config: RULE, schema: { params: Id } }, async (request, reply) =>
    preview(request, reply, request.params.id),
  );

  app.post(`${PLACE}/:id/confirm`, { config: RULE, schema: { params: Id, body: Confirm } }, async (request, reply) => {
    const { id } = request.params;
    const { shown } = request.body;
    try {
      await asAdministrator(context, request, async (working) => addPeople(working, context, id, shown));
    } catch (error) {
      if (!(error instanceof ChangedMeanwhileError)) throw error;
      return await preview(request, reply.status(409), id, shown);
    }
    return reply.redirect(`${PLACE}/${id}`, 303);
  });

  app.post(`${PLACE}/:id/give-up`, { config: RULE, schema: { params: Id } }, async (request, reply) => {
    const { id } = request.params;
    const doing = { clock, asker: askerOf(request) };
    await asAdministrator(context, request, async ({ trx }) => {
      if (!(await keptImport(trx, doing, id, 'people'))) throw notFound();
      await giveUpImport(trx, doing, id, 'people');
    });
    return reply.redirect(`${PLACE}/${id}`, 303);
  });

  async function takeFile(request: FastifyRequest, reply: FastifyReply) {
    const { fileName, bytes } = await receiveFormFile(app, request, reply, MEGABYTES);
    const read = await readRows(bytes, 'garner-people');
    if (read.findings) {
      return reply.status(422).page(ImportPeoplePage({ frame: reply.frame(), found: { fileName, ...read } }));
    }
    const { rows } = read;
    if (rows.length > ROWS_LIMIT) {
      throw refused(413, 'The file has too many rows', `The most is ${ROWS_LIMIT} rows. Send it in parts.`);
    }
    const doing = { clock, asker: askerOf(request) };
    const id = await asAdministrator(context, request, async ({ trx }) =>
      keepImport(trx, doing, { fileName, rows }, 'people'),
    );
    return reply.redirect(`${PLACE}/${id}`, 303);
  }

  /** What the file would do now or, where it is over, what came of it. */
  async function preview(request: FastifyRequest, reply: FastifyReply, id: number, shown?: string) {
    const { organisationId, organisationKind, organisationName } = viewerFor(request);
    const kept = await keptImport(db, { clock, asker: askerOf(request) }, id, 'people');
    if (!kept) throw notFound();
    const page = { frame: reply.frame(), organisation: organisationName };
    if (kept.state !== 'waiting') return reply.page(PeopleOverPage({ ...page, kept }));
    const plan = await planPeople(db, { id: organisationId, kind: organisationKind }, kept.rows, clock.now());
    const changes = shown === undefined ? undefined : changesSince(shown, plan);
    return reply.page(PeoplePreviewPage({ ...page, kept, plan, shown: planAsShown(plan), changes }));
  }
}
