import { Type } from 'typebox';
import { asDownload } from '../../../platform/http/download.ts';
import { organisationsCsv } from '../list-csv.ts';
import { peopleOf } from '../merge.ts';
import { isKind } from '../model.ts';
import { findOrganisation } from '../organisation.ts';
import { OrganisationsPage } from '../pages/list.tsx';
import { OrganisationPage } from '../pages/one.tsx';
import { allOrganisations, type ListFilter, mergedInto, namesOf, organisationsPage } from '../queries.ts';
import { everyRelationOf } from '../relations-store.ts';
import { ADMIN, done, Id, organisationOf, type Parts } from './parts.ts';

const filterFields = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  kind: Type.Optional(Type.String({ maxLength: 30 })),
  state: Type.Optional(Type.String({ maxLength: 10 })),
};
const Filter = Type.Object(filterFields);
const FilterAndPage = Type.Object({
  ...filterFields,
  done,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
});
const Done = Type.Object({ done });

const DONE: Readonly<Record<string, string>> = {
  added: 'The organisation was added.',
  changed: 'The details were saved.',
  renamed: 'The organisation has its new name.',
  closed: 'The organisation was closed.',
  reopened: 'The organisation is open again.',
  merged: 'The organisations were merged.',
  related: 'The relation was added.',
  'relation-changed': 'The relation was changed.',
  imported: 'The file was imported.',
  'imported-before': 'The file had been imported already; nothing was done twice.',
  'given-up': 'The import was given up. Nothing was changed.',
};

/** Finding organisations, and looking at one. */
export function listRoutes({ app, context, askerOf }: Parts): void {
  const { db } = context;

  app.get('/organisations', { config: ADMIN, schema: { querystring: FilterAndPage } }, async (request, reply) => {
    const filter = filterOf(request.query);
    const found = await organisationsPage(db, filter, request.query.page ?? 1);
    const said = wordsOf(request.query.done);
    return reply.page(OrganisationsPage({ frame: reply.frame(), filter, ...found, done: said }));
  });

  app.get('/organisations.csv', { config: ADMIN, schema: { querystring: Filter } }, async (request, reply) => {
    const csv = organisationsCsv(await allOrganisations(db, filterOf(request.query)));
    return asDownload(reply, 'organisations.csv', 'text/csv; charset=utf-8').send(csv);
  });

  app.get(
    '/organisations/:id',
    { config: ADMIN, schema: { params: Id, querystring: Done } },
    async (request, reply) => {
      const organisation = await organisationOf(db, request.params.id);
      const { id, mergedInto: into } = organisation;
      const asker = askerOf(request);
      return reply.page(
        OrganisationPage({
          frame: reply.frame(),
          organisation,
          names: await namesOf(db, id),
          relations: await everyRelationOf(db, id),
          people: await peopleOf(db, id),
          into: into === null ? undefined : await findOrganisation(db, into),
          mergedHere: await mergedInto(db, id),
          isOwn: id === asker.organisationId,
          mayReadHistory: asker.permissions.includes('Auditor'),
          done: wordsOf(request.query.done),
        }),
      );
    },
  );
}

function filterOf({ q = '', kind = '', state = '' }: Partial<Record<'q' | 'kind' | 'state', string>>): ListFilter {
  return { q, kind: isKind(kind) ? kind : '', state: state === 'open' || state === 'closed' ? state : '' };
}

/** The words of a banner; undefined for any that is not ours. */
export function wordsOf(name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(DONE, name) ? DONE[name] : undefined;
}
