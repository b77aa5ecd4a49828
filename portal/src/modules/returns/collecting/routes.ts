import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import { csvRow } from '../../../platform/csv.ts';
import type { App } from '../../../platform/http/app.ts';
import { asDownload } from '../../../platform/http/download.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { londonDay } from '../../../platform/london.ts';
import { viewerFor } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { attempts, findSubmission } from '../queries.ts';
import { BoardPage, CollectionsPage } from './pages/board.tsx';
import { CollectedReturnPage } from './pages/return.tsx';
import {
  allRows,
  type BoardFilter,
  type BoardRow,
  boardPage,
  collectedReturn,
  collectionsOf,
  findBoard,
} from './queries.ts';
import { STANDING_WORDS, STANDINGS } from './words.ts';

const COLLECTOR = { access: { permission: 'Collector' } } as const;

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Collection = Type.Object({ collection: id });
const One = Type.Object({ collection: id, id });
const text = Type.Optional(Type.String({ maxLength: 200 }));
const filterFields = {
  status: Type.Optional(Type.Union([Type.Literal(''), ...STANDINGS.map((one) => Type.Literal(one))])),
  period: text,
  organisation: text,
};
const Filter = Type.Object(filterFields);
const FilterAndPage = Type.Object({
  ...filterFields,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
});

/** For who collects: who has sent what, and what was accepted. Nothing here changes a return. */
export function collectingRoutes(app: App, { db, blobs, clock }: Context): void {
  const today = (): string => londonDay(clock.now());

  app.get('/collecting', { config: COLLECTOR }, async (request, reply) => {
    const { organisationId, organisationName } = viewerFor(request);
    const rows = await collectionsOf(db, organisationId, today());
    return reply.page(CollectionsPage({ frame: reply.frame(), organisation: organisationName, rows }));
  });

  app.get(
    '/collecting/:collection',
    { config: COLLECTOR, schema: { params: Collection, querystring: FilterAndPage } },
    async (request, reply) => {
      const board = await own(request, request.params.collection);
      const filter = filterOf(request.query);
      const page = await boardPage(db, board.id, filter, today(), request.query.page ?? 1);
      return reply.page(BoardPage({ frame: reply.frame(), board, filter, ...page }));
    },
  );

  app.get(
    '/collecting/:collection/returns.csv',
    { config: COLLECTOR, schema: { params: Collection, querystring: Filter } },
    async (request, reply) => {
      const board = await own(request, request.params.collection);
      const rows = allRows(db, board.id, filterOf(request.query), today());
      return asDownload(reply, `${board.title} returns ${today()}.csv`, 'text/csv; charset=utf-8').send(
        Readable.from(asCsv(rows)),
      );
    },
  );

  app.get(
    '/collecting/:collection/returns/:id',
    { config: COLLECTOR, schema: { params: One } },
    async (request, reply) => {
      const owed = await ownReturn(request, request.params);
      return reply.page(
        CollectedReturnPage({
          frame: reply.frame(),
          collectionId: request.params.collection,
          owed,
          attempts: await attempts(db, owed.id),
          now: clock.now(),
        }),
      );
    },
  );

  app.get(
    '/collecting/:collection/returns/:id/file',
    { config: COLLECTOR, schema: { params: One } },
    async (request, reply) => {
      const owed = await ownReturn(request, request.params);
      const accepted = (await attempts(db, owed.id)).find(({ status }) => status === 'accepted');
      const submission = accepted && (await findSubmission(db, owed.id, accepted.number));
      if (!submission) throw notFound();
      const { personId, organisationId } = viewerFor(request);
      await db.transaction().execute((trx) =>
        record(trx, clock, {
          personId,
          organisationId,
          onBehalfOf: owed.organisationId,
          address: request.ip,
          action: 'return.file-fetched',
          subject: `return ${owed.id}`,
          after: { submission: submission.number, sha256: submission.sha256 },
        }),
      );
      return asDownload(reply, submission.fileName, 'text/csv')
        .header('content-length', submission.size)
        .send(await blobs.read(submission.blobKey));
    },
  );

  async function own(request: FastifyRequest, collectionId: number) {
    const board = await findBoard(db, viewerFor(request).organisationId, collectionId, today());
    if (!board) throw notFound();
    return board;
  }

  async function ownReturn(request: FastifyRequest, params: { collection: number; id: number }) {
    const owed = await collectedReturn(db, viewerFor(request).organisationId, params.collection, params.id);
    if (!owed) throw notFound();
    return owed;
  }
}

function filterOf({ status = '', period = '', organisation = '' }: Partial<BoardFilter>): BoardFilter {
  return { status, period, organisation };
}

const HEAD = [
  'Organisation',
  'Reporting period',
  'Template',
  'Edition',
  'Due date',
  'Status',
  'Attempts',
  'Last sent',
  'Accepted on',
];

/** The rows of the board as a file; a byte order mark in front makes accented letters come out right. */
async function* asCsv(batches: AsyncIterable<readonly BoardRow[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(HEAD)}`;
  for await (const rows of batches) yield rows.map(csvOf).join('');
}

function csvOf(row: BoardRow): string {
  const { organisation, period, title, edition, dueDate, standing, attempts: tries, lastSent, acceptedAt } = row;
  const status = STANDING_WORDS[standing].text;
  const moments = [lastSent, acceptedAt].map((moment) => moment?.toISOString() ?? '');
  return csvRow([organisation, period, title, edition, dueDate, status, String(tries), ...moments]);
}
