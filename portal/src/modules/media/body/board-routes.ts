import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import { csvRow } from '../../../platform/csv.ts';
import type { App } from '../../../platform/http/app.ts';
import { asDownload } from '../../../platform/http/download.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { londonDay, londonTime } from '../../../platform/london.ts';
import type { FormState } from '../../../ui/forms.tsx';
import { everyFile } from '../file-queries.ts';
import { finalsOf } from '../final.ts';
import { closingOf } from '../model.ts';
import { entriesOf, findWork } from '../queries.ts';
import { STANDING_WORDS } from '../words.ts';
import { type Changed, extend, reopenFinal } from './board/changes.ts';
import { chase } from './board/chase.ts';
import { allRows, type BoardFilter, type BoardRow, boardPage, STANDINGS, standingsOf } from './board/queries.ts';
import { destroyedOf, extensionOf } from './board/work-queries.ts';
import { BoardPage } from './pages/board.tsx';
import { WorkPage } from './pages/work.tsx';
import { ExtensionPage, ReopenPage } from './pages/work-forms.tsx';
import { componentsOf } from './queries.ts';
import {
  actorOf,
  COLLECT,
  COLLECT_READ,
  done,
  mayCollect,
  maySetUp,
  ownComponent,
  ownSession,
  page,
  READ,
  SessionId,
  text,
  WorkId,
} from './route-parts.ts';

const short = Type.Optional(Type.String({ maxLength: 200 }));
const filterFields = {
  standing: Type.Optional(Type.Union([Type.Literal(''), ...STANDINGS.map((one) => Type.Literal(one))])),
  component: Type.Optional(Type.String({ pattern: '^[0-9]{0,15}$' })),
  centre: short,
};
const Filter = Type.Object(filterFields);
const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 }));
const Board = Type.Object({ ...filterFields, page, done, told: count, before: count, nobody: count });
const Chase = Type.Object({
  who: Type.Union([Type.Literal('chosen'), Type.Literal('all')]),
  centre: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), { maxItems: 200 })),
});
const Extension = Type.Object({ untilDay: text, untilTime: text, why: text });
const Reopening = Type.Object({ why: text });
const Banner = Type.Object({ done });

const WORK = '/recordings/components/:component/centres/:centre';

/** The board of centres, one centre's work, chasing, more time, opening again. */
export function boardRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(
    '/recordings/sessions/:session',
    { config: READ, schema: { params: SessionId, querystring: Board } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const filter = filterOf(request.query);
      const now = clock.now();
      return reply.page(
        BoardPage({
          frame: reply.frame(),
          session,
          filter,
          components: await componentsOf(db, session.id),
          standings: await standingsOf(db, session.id, now),
          ...(await boardPage(db, session.id, filter, now, request.query.page ?? 1)),
          maySetUp: maySetUp(request),
          mayCollect: mayCollect(request),
          done: request.query,
        }),
      );
    },
  );

  app.get(
    '/recordings/sessions/:session/board.csv',
    { config: READ, schema: { params: SessionId, querystring: Filter } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const now = clock.now();
      const rows = allRows(db, session.id, filterOf(request.query), now);
      const name = `${session.name} recordings ${londonDay(now)}.csv`;
      return asDownload(reply, name, 'text/csv; charset=utf-8').send(Readable.from(asCsv(rows)));
    },
  );

  app.post(
    '/recordings/sessions/:session/chase',
    { config: COLLECT, schema: { params: SessionId, body: Chase } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const { who, centre = [] } = request.body;
      const place = `/recordings/sessions/${session.id}`;
      if (who === 'chosen' && centre.length === 0) return reply.redirect(`${place}?done=none-chosen`, 303);
      const chosen = who === 'all' ? undefined : new Set(centre);
      const chased = await db.transaction().execute((trx) => chase(trx, context, actorOf(request), session, chosen));
      const { told, before, nobody } = chased;
      return reply.redirect(`${place}?done=chased&told=${told}&before=${before}&nobody=${nobody.length}`, 303);
    },
  );

  app.get(WORK, { config: COLLECT_READ, schema: { params: WorkId, querystring: Banner } }, async (request, reply) => {
    const work = await ownWork(request);
    return reply.page(
      WorkPage({
        frame: reply.frame(),
        work,
        entries: await entriesOf(db, work),
        files: await everyFile(db, work),
        destroyed: await destroyedOf(db, work),
        finals: await finalsOf(db, work),
        extension: await extensionOf(db, work),
        now: clock.now(),
        mayCollect: mayCollect(request),
        done: request.query.done,
      }),
    );
  });

  app.get(`${WORK}/extension`, { config: COLLECT, schema: { params: WorkId } }, async (request, reply) => {
    const work = await ownWork(request);
    const { time } = londonTime(closingOf(work));
    return reply.page(ExtensionPage({ frame: reply.frame(), work, form: { values: { untilTime: time }, faults: [] } }));
  });

  app.post(
    `${WORK}/extension`,
    { config: COLLECT, schema: { params: WorkId, body: Extension } },
    async (request, reply) => {
      const work = await ownWork(request);
      const changed = await db
        .transaction()
        .execute((trx) => extend(trx, context, actorOf(request), work, request.body));
      if (changed.outcome !== 'faults') return reply.redirect(backTo(work, changed, 'extended'), 303);
      const form: FormState = { values: request.body, faults: changed.faults };
      return reply.status(422).page(ExtensionPage({ frame: reply.frame(), work, form }));
    },
  );

  app.get(`${WORK}/reopening`, { config: COLLECT, schema: { params: WorkId } }, async (request, reply) => {
    const work = await ownWork(request);
    const form: FormState = { values: {}, faults: [] };
    return reply.page(ReopenPage({ frame: reply.frame(), work, form, now: clock.now() }));
  });

  app.post(
    `${WORK}/reopening`,
    { config: COLLECT, schema: { params: WorkId, body: Reopening } },
    async (request, reply) => {
      const work = await ownWork(request);
      const changed = await db
        .transaction()
        .execute((trx) => reopenFinal(trx, context, actorOf(request), work, request.body));
      if (changed.outcome !== 'faults') return reply.redirect(backTo(work, changed, 'reopened'), 303);
      const form: FormState = { values: request.body, faults: changed.faults };
      return reply.status(422).page(ReopenPage({ frame: reply.frame(), work, form, now: clock.now() }));
    },
  );

  /** A centre's work for a component of the viewer's organisation. */
  async function ownWork(request: FastifyRequest) {
    const { component: componentId, centre } = request.params as { component: number; centre: number };
    const component = await ownComponent(context, request, componentId);
    const work = await findWork(db, centre, component.id);
    if (!work) throw notFound();
    return work;
  }
}

function backTo(
  { componentId, centreId }: { readonly componentId: number; readonly centreId: number },
  { outcome }: Changed,
  what: string,
): string {
  const words = outcome === 'done' ? what : `not-${what}`;
  return `/recordings/components/${componentId}/centres/${centreId}?done=${words}`;
}

function filterOf({ standing = '', component = '', centre = '' }: Partial<BoardFilter>): BoardFilter {
  return { standing, component, centre };
}

const HEAD = [
  'Centre number',
  'Centre',
  'Component code',
  'Component',
  'Candidates',
  'Dealt with',
  'Withdrawn',
  'Status',
  'Closes',
  'Submitted',
  'Last change',
];

/** The rows of the board as a file; a byte order mark in front makes accented letters come out right. */
async function* asCsv(batches: AsyncIterable<readonly BoardRow[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(HEAD)}`;
  for await (const rows of batches) yield rows.map(csvOf).join('');
}

function csvOf(row: BoardRow): string {
  const moments = [closingOf(row), row.submittedAt, row.lastChange].map((moment) => moment?.toISOString() ?? '');
  const counts = [row.candidates, row.dealt, row.withdrawn].map(String);
  const status = STANDING_WORDS[row.standing].text;
  return csvRow([row.centreNumber ?? '', row.centre, row.code, row.component, ...counts, status, ...moments]);
}
