import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { conflict } from '../../../platform/http/errors.ts';
import { mergeOrganisations, mergeRefusal, planMerge } from '../merge.ts';
import { MergeChoosePage, MergePreviewPage } from '../pages/merge.tsx';
import { choices } from '../queries.ts';
import { ADMIN, ADMIN_RECENT, doingOf, Id, IdAndOther, organisationOf, type Parts } from './parts.ts';

const Search = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) });
const Shown = Type.Object({ fingerprint: Type.String({ maxLength: 100 }) });

/** Merging: choose, look over what moves, confirm. */
export function mergeRoutes(parts: Parts): void {
  const { app, context, askerOf, onMerge } = parts;
  const { db } = context;

  app.get(
    '/organisations/:id/merge',
    { config: ADMIN, schema: { params: Id, querystring: Search } },
    async (request, reply) => {
      const organisation = await organisationOf(db, request.params.id);
      const { q } = request.query;
      const isEmpty = q !== undefined && q.trim() === '';
      const found = q === undefined || isEmpty ? undefined : await choices(db, [organisation.kind], q, organisation.id);
      const faults = isEmpty ? [{ field: 'q', text: 'Enter a part of the name, or an identifier' }] : [];
      const form = { values: { q: q ?? '' }, faults };
      return reply
        .status(isEmpty ? 422 : 200)
        .page(MergeChoosePage({ frame: reply.frame(), organisation, form, choices: found }));
    },
  );

  app.get(
    '/organisations/:id/merge/:other',
    { config: ADMIN, schema: { params: IdAndOther } },
    async (request, reply) =>
      await preview(reply, { ...request.params, own: askerOf(request).organisationId, meanwhile: false }),
  );

  app.post(
    '/organisations/:id/merge/:other',
    { config: ADMIN_RECENT, schema: { params: IdAndOther, body: Shown } },
    async (request, reply) => {
      const { id, other } = request.params;
      const doing = doingOf(parts, request);
      await organisationOf(db, id);
      await organisationOf(db, other);
      const which = { id, intoId: other, fingerprint: request.body.fingerprint };
      const outcome = await db.transaction().execute((trx) => mergeOrganisations(trx, doing, which, onMerge));
      if (outcome.outcome === 'refused') throw conflict('These cannot be merged', outcome.why);
      if (outcome.outcome === 'done') return reply.redirect(`/organisations/${other}?done=merged`, 303);
      const own = doing.asker.organisationId;
      return await preview(reply.status(409), { id, other, own, meanwhile: true });
    },
  );

  async function preview(
    reply: FastifyReply,
    { id, other, own, meanwhile }: { id: number; other: number; own: number; meanwhile: boolean },
  ) {
    const from = await organisationOf(db, id);
    const into = await organisationOf(db, other);
    const why = mergeRefusal(from, into, own);
    if (why !== undefined) throw conflict('These cannot be merged', why);
    return reply.page(MergePreviewPage({ frame: reply.frame(), plan: await planMerge(db, from, into), meanwhile }));
  }
}
