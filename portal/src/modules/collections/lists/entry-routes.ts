import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { londonDay } from '../../../platform/london.ts';
import { viewerFor } from '../../accounts/index.ts';
import type { Entry, EntryInput, KeptEntry } from './model.ts';
import { EndPage, EntryPage, RemovePage } from './pages/entry.tsx';
import { addressOf } from './pages/parts.tsx';
import { findEntry } from './queries.ts';
import { CHANGE, doing, kindOf, List, ListAndId, version } from './route-parts.ts';
import { addEntry, changeEntry, removeEntry } from './store.ts';

const typed = Type.String({ maxLength: 1000, default: '' });
const Form = Type.Object({ code: typed, title: typed, since: typed, until: typed });
const Change = Type.Object({ ...Form.properties, version });
const End = Type.Object({ until: typed, version });
const Remove = Type.Object({ version });
const EMPTY: EntryInput = { code: '', title: '', since: '', until: '' };

/** Adding, changing, ending and removing one code. */
export function entryRoutes(app: App, context: Context): void {
  const { db, clock } = context;
  const one = { config: CHANGE, schema: { params: ListAndId } };

  app.get('/organisation/lists/:list/add', { config: CHANGE, schema: { params: List } }, async (request, reply) =>
    reply.page(EntryPage({ frame: reply.frame(), kind: await kindOf(db, request.params), values: EMPTY })),
  );

  app.post(
    '/organisation/lists/:list/add',
    { config: CHANGE, schema: { params: List, body: Form } },
    async (request, reply) => {
      const kind = await kindOf(db, request.params);
      const values = inputOf(request.body);
      const written = await db.transaction().execute((trx) => addEntry(trx, doing(context, request), kind, values));
      if (written.outcome === 'faults')
        return reply.status(422).page(EntryPage({ frame: reply.frame(), kind, values, faults: written.faults }));
      return reply.redirect(addressOf(kind, '?done=added'), 303);
    },
  );

  app.get('/organisation/lists/:list/entries/:id', one, async (request, reply) => {
    const { kind, entry } = await own(request, request.params);
    return reply.page(EntryPage({ frame: reply.frame(), kind, entry, values: typedOf(entry) }));
  });

  app.post(
    '/organisation/lists/:list/entries/:id',
    { config: CHANGE, schema: { params: ListAndId, body: Change } },
    async (request, reply) => {
      const { kind, entry } = await own(request, request.params);
      const values = inputOf(request.body);
      const seen = { id: entry.id, version: request.body.version };
      const written = await db
        .transaction()
        .execute((trx) => changeEntry(trx, doing(context, request), kind, seen, values));
      const page = { frame: reply.frame(), kind, values };
      if (written.outcome === 'faults')
        return reply.status(422).page(EntryPage({ ...page, entry: { ...entry, ...seen }, faults: written.faults }));
      if (written.outcome === 'meanwhile')
        return reply.status(409).page(EntryPage({ ...page, entry: stillThere(written.now), meanwhile: true }));
      return reply.redirect(addressOf(kind, '?done=changed'), 303);
    },
  );

  app.get('/organisation/lists/:list/entries/:id/end', one, async (request, reply) => {
    const { kind, entry } = await own(request, request.params);
    return reply.page(EndPage({ frame: reply.frame(), kind, entry, until: entry.until ?? londonDay(clock.now()) }));
  });

  app.post(
    '/organisation/lists/:list/entries/:id/end',
    { config: CHANGE, schema: { params: ListAndId, body: End } },
    async (request, reply) => {
      const { kind, entry } = await own(request, request.params);
      const { until, version: seenVersion } = request.body;
      const page = { frame: reply.frame(), kind, entry, until };
      if (until.trim() === '') return reply.status(422).page(EndPage({ ...page, fault: 'Enter the last day' }));
      const seen = { id: entry.id, version: seenVersion };
      const written = await db
        .transaction()
        .execute((trx) =>
          changeEntry(trx, doing(context, request), kind, seen, { ...typedOf(entry), until }, 'list.entry-ended'),
        );
      if (written.outcome === 'faults')
        return reply.status(422).page(EndPage({ ...page, fault: written.faults[0]?.text }));
      if (written.outcome === 'meanwhile')
        return reply.status(409).page(EndPage({ ...page, entry: stillThere(written.now), meanwhile: true }));
      return reply.redirect(addressOf(kind, '?done=ended'), 303);
    },
  );

  app.get('/organisation/lists/:list/entries/:id/remove', one, async (request, reply) => {
    const { kind, entry } = await own(request, request.params);
    return reply.page(RemovePage({ frame: reply.frame(), kind, entry }));
  });

  app.post(
    '/organisation/lists/:list/entries/:id/remove',
    { config: CHANGE, schema: { params: ListAndId, body: Remove } },
    async (request, reply) => {
      const { kind, entry } = await own(request, request.params);
      const seen = { id: entry.id, version: request.body.version };
      const written = await db.transaction().execute((trx) => removeEntry(trx, doing(context, request), kind, seen));
      if (written.outcome === 'meanwhile') {
        const now = stillThere(written.now);
        return reply.status(409).page(RemovePage({ frame: reply.frame(), kind, entry: now, meanwhile: true }));
      }
      return reply.redirect(addressOf(kind, '?done=removed'), 303);
    },
  );

  /** The code, if it is in a list of the viewer's organisation. */
  async function own(request: FastifyRequest, params: { list: string; id: number }) {
    const kind = await kindOf(db, params);
    const entry = await findEntry(db, viewerFor(request).organisationId, kind.name, params.id);
    return { kind, entry: stillThere(entry) };
  }
}

function stillThere(entry: KeptEntry | undefined): KeptEntry {
  if (!entry) throw notFound();
  return entry;
}

function inputOf({ code, title, since, until }: EntryInput): EntryInput {
  return { code, title, since, until };
}

function typedOf({ code, title, since, until }: Entry): EntryInput {
  return { code, title, since: since ?? '', until: until ?? '' };
}
