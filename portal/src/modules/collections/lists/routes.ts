import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import { csvRow } from '../../../platform/csv.ts';
import type { App } from '../../../platform/http/app.ts';
import { asDownload } from '../../../platform/http/download.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { londonDay } from '../../../platform/london.ts';
import { viewerFor } from '../../accounts/index.ts';
import { entryRoutes } from './entry-routes.ts';
import { COLUMNS } from './import/template.ts';
import { importRoutes } from './import-routes.ts';
import type { Entry } from './model.ts';
import { ListPage } from './pages/list.tsx';
import { ListsPage } from './pages/lists.tsx';
import { allEntries, entriesPage, listsOf } from './queries.ts';
import { List, mayChange, READ, Told } from './route-parts.ts';

const Search = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
  ...Told.properties,
});

/** The lists that an organisation keeps, against which its returns are checked. */
export function listRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/organisation/lists', { config: READ }, async (request, reply) => {
    const { organisationId, organisationName } = viewerFor(request);
    const rows = await listsOf(db, organisationId);
    return reply.page(ListsPage({ frame: reply.frame(), organisation: organisationName, rows }));
  });

  app.get(
    '/organisation/lists/:list',
    { config: READ, schema: { params: List, querystring: Search } },
    async (request, reply) => {
      const viewer = viewerFor(request);
      const { search = '', page = 1, done } = request.query;
      const list = (await listsOf(db, viewer.organisationId)).find(({ kind }) => kind.name === request.params.list);
      if (!list) throw notFound();
      return reply.page(
        ListPage({
          frame: reply.frame(),
          organisation: viewer.organisationName,
          list,
          search,
          mayChange: mayChange(viewer),
          today: londonDay(clock.now()),
          done,
          ...(await entriesPage(db, viewer.organisationId, list.kind.name, search, page)),
        }),
      );
    },
  );

  app.get('/organisation/lists/:list/list.csv', { config: READ, schema: { params: List } }, async (request, reply) => {
    const { organisationId } = viewerFor(request);
    const list = (await listsOf(db, organisationId)).find(({ kind }) => kind.name === request.params.list);
    if (!list) throw notFound();
    return asDownload(reply, `${list.kind.name}.csv`, 'text/csv; charset=utf-8').send(
      Readable.from(asCsv(allEntries(db, organisationId, list.kind.name))),
    );
  });

  entryRoutes(app, context);
  importRoutes(app, context);
}

/** A list as it can be uploaded again; a byte order mark in front makes accented letters come out right. */
async function* asCsv(batches: AsyncIterable<readonly Entry[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(COLUMNS)}`;
  for await (const rows of batches)
    yield rows.map(({ code, title, since, until }) => csvRow([code, title, since ?? '', until ?? ''])).join('');
}
