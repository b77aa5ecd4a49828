import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { conflict, notFound } from '../../../platform/http/errors.ts';
import { londonDay } from '../../../platform/london.ts';
import { type FormState, typed } from '../../../ui/forms.tsx';
import type { Organisation } from '../organisation.ts';
import { RelationAddPage, RelationChangePage, RelationSearchPage } from '../pages/relation.tsx';
import { choices } from '../queries.ts';
import { RELATION_KINDS, RELATIONS, type RelationKind, relationsFor, type Side } from '../relations.ts';
import { addRelation, changeRelation, everyRelationOf } from '../relations-store.ts';
import { ADMIN, doingOf, Id, IdAndOther, organisationOf, type Parts, text } from './parts.ts';

const short = Type.Optional(Type.String({ maxLength: 200 }));
const Search = Type.Object({ relation: short, q: short });
const Add = Type.Object({ relation: short, q: short, other: text, since: text, until: text });
const Change = Type.Object({ since: text, until: text, wasSince: text, wasUntil: text });

/** Relations of an organisation: begun, changed, ended. */
export function relationRoutes(parts: Parts): void {
  const { app, context } = parts;
  const { db, clock } = context;

  app.get(
    '/organisations/:id/relations/add',
    { config: ADMIN, schema: { params: Id, querystring: Search } },
    async (request, reply) => {
      const organisation = await organisationOf(db, request.params.id);
      const { relation, q } = request.query;
      if (relation === undefined && q === undefined) {
        return reply.page(RelationSearchPage({ frame: reply.frame(), organisation, form: { values: {}, faults: [] } }));
      }
      const values = { relation: relation ?? '', q: q ?? '', since: londonDay(clock.now()) };
      return await addPage(reply, organisation, { values, faults: [] });
    },
  );

  app.post(
    '/organisations/:id/relations/add',
    { config: ADMIN, schema: { params: Id, body: Add } },
    async (request, reply) => {
      const organisation = await organisationOf(db, request.params.id);
      const { relation = '', q = '', other = '', since = '', until = '' } = request.body;
      const chosen = readRelation(organisation, relation);
      const refused = (faults: FormState['faults']) =>
        addPage(reply.status(422), organisation, { values: { relation, q, other, since, until }, faults });
      if (!chosen) return await refused([]);
      const otherId = /^[1-9]\d{0,14}$/.test(other) ? Number(other) : 0;
      const [fromId, toId] = chosen.side === 'from' ? [organisation.id, otherId] : [otherId, organisation.id];
      const written = await db.transaction().execute((trx) =>
        addRelation(trx, doingOf(parts, request), {
          kind: chosen.kind,
          fromId,
          toId,
          since: since.trim(),
          until: until.trim() === '' ? null : until.trim(),
        }),
      );
      if (written.outcome === 'faults') return await refused(written.faults);
      return reply.redirect(`/organisations/${organisation.id}?done=related`, 303);
    },
  );

  app.get(
    '/organisations/:id/relations/:other',
    { config: ADMIN, schema: { params: IdAndOther } },
    async (request, reply) => {
      const { organisation, relation } = await ownRelation(request);
      const { since, until } = relation;
      const form = { values: { since, until: until ?? '' }, faults: [] };
      return reply.page(
        RelationChangePage({ frame: reply.frame(), organisation, relation, form, was: { since, until } }),
      );
    },
  );

  app.post(
    '/organisations/:id/relations/:other',
    { config: ADMIN, schema: { params: IdAndOther, body: Change } },
    async (request, reply) => {
      const { organisation, relation } = await ownRelation(request);
      const { since = '', until = '', wasSince = '', wasUntil = '' } = request.body;
      const was = { since: wasSince, until: wasUntil === '' ? null : wasUntil };
      const span = { since: since.trim(), until: until.trim() === '' ? null : until.trim() };
      const written = await db
        .transaction()
        .execute((trx) => changeRelation(trx, doingOf(parts, request), { id: relation.id, ...span, was }));
      if (written.outcome === 'gone') throw notFound();
      if (written.outcome === 'done') {
        return reply.redirect(`/organisations/${organisation.id}?done=relation-changed`, 303);
      }
      const now = written.outcome === 'changed' ? written.now : was;
      const faults =
        written.outcome === 'faults'
          ? written.faults
          : [
              {
                field: 'since',
                text: `Somebody changed this relation meanwhile: it is ${now.since} to ${now.until ?? 'no end'} now. Look over the days, then save again`,
              },
            ];
      const form = { values: { since, until }, faults };
      return reply
        .status(written.outcome === 'faults' ? 422 : 409)
        .page(RelationChangePage({ frame: reply.frame(), organisation, relation, form, was: now }));
    },
  );

  /** The relation of an address, as this organisation has it. */
  async function ownRelation(request: FastifyRequest) {
    const { id, other } = request.params as { id: number; other: number };
    const organisation = await organisationOf(db, id);
    const relation = (await everyRelationOf(db, id)).find((one) => one.id === other);
    if (!relation) throw notFound();
    return { organisation, relation };
  }

  /** The organisations to choose from; the search again where the relation was not chosen or nothing was found. */
  async function addPage(reply: FastifyReply, organisation: Organisation, form: FormState) {
    if (organisation.closedOn !== null) {
      throw conflict('This organisation is closed', 'Open it again before you add a relation.');
    }
    const chosen = readRelation(organisation, typed(form, 'relation'));
    const searchAgain = (field: string, words: string) =>
      reply.status(422).page(
        RelationSearchPage({
          frame: reply.frame(),
          organisation,
          form: { values: form.values, faults: [{ field, text: words }] },
        }),
      );
    if (!chosen) return searchAgain('relation', 'Choose a relation');
    const kinds = RELATIONS[chosen.kind][chosen.side === 'from' ? 'to' : 'from'];
    const found = await choices(db, kinds, typed(form, 'q'), organisation.id);
    if (found.length === 0) return searchAgain('q', 'No open organisation of a kind that fits matches; search again');
    const says = RELATIONS[chosen.kind].says[chosen.side];
    return reply.page(RelationAddPage({ frame: reply.frame(), organisation, form, says, choices: found }));
  }
}

/** "agent-of.from" → the relation and the side, if this organisation can have it. */
function readRelation({ kind }: Organisation, typed: string): { kind: RelationKind; side: Side } | undefined {
  const [name, side] = typed.split('.');
  if (!RELATION_KINDS.includes(name as RelationKind)) return undefined;
  return relationsFor(kind).find((one) => one.kind === name && one.side === side);
}
