import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { asDownload } from '../../platform/http/download.ts';
import { badRequest, notFound } from '../../platform/http/errors.ts';
import { beginCheck, chainState } from './checks.ts';
import { readFilter } from './filter.ts';
import { historyCsv } from './history-csv.ts';
import { ChainPage } from './pages/chain.tsx';
import { HistoryPage } from './pages/history.tsx';
import { actionsOf, allHistory, history } from './queries.ts';
import { record } from './record.ts';

/** Who reads: the events of one organisation, and with `mayReadAll` the state of the chain, which is everybody's. */
export interface AuditReader {
  readonly organisationId: number;
  readonly mayReadAll: boolean;
  /** Written down with a check that they start. */
  readonly personId?: number;
  readonly address?: string;
}

const Short = Type.Optional(Type.String({ maxLength: 200 }));
const filterFields = { person: Short, action: Short, from: Short, to: Short };
const Filter = Type.Object(filterFields);
const FilterAndPage = Type.Object({
  ...filterFields,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
});
const config = { access: { permission: ['Auditor', 'Organisation Administrator'] } } as const;
const chain = { access: { permission: 'Auditor' } } as const;

/** "What happened" for an organisation, and the state of the chain. `readerOf` says who asks. */
export function auditRoutes(
  app: App,
  { db, clock }: Context,
  { readerOf }: { readonly readerOf: (request: FastifyRequest) => AuditReader },
): void {
  app.get('/organisation/history', { config, schema: { querystring: FilterAndPage } }, async (request, reply) => {
    const { organisationId, mayReadAll } = readerOf(request);
    const { filter, typed, faults } = readFilter(request.query);
    const [found, actions] = await Promise.all([
      history(db, organisationId, filter, request.query.page ?? 1),
      actionsOf(db, organisationId),
    ]);
    if (faults.length > 0) reply.status(422);
    return reply.page(HistoryPage({ frame: reply.frame(), ...found, actions, typed, faults, mayReadAll }));
  });

  app.get('/organisation/history.csv', { config, schema: { querystring: Filter } }, async (request, reply) => {
    const { organisationId } = readerOf(request);
    const { filter, faults } = readFilter(request.query);
    if (faults[0]) throw badRequest(`${faults.map(({ message }) => message).join('. ')}.`);
    const name = `what-happened-${clock.now().toISOString().slice(0, 10)}.csv`;
    return asDownload(reply, name, 'text/csv; charset=utf-8').send(
      Readable.from(historyCsv(allHistory(db, organisationId, filter))),
    );
  });

  app.get('/audit/chain', { config: chain }, async (request, reply) => {
    if (!readerOf(request).mayReadAll) throw notFound();
    return reply.page(ChainPage({ frame: reply.frame(), ...(await chainState(db)) }));
  });

  app.post('/audit/chain/check', { config: chain }, async (request, reply) => {
    const { mayReadAll, organisationId, personId, address } = readerOf(request);
    if (!mayReadAll) throw notFound();
    await db.transaction().execute(async (trx) => {
      if (!(await beginCheck(trx, clock, personId))) return;
      await record(trx, clock, {
        organisationId,
        ...(personId === undefined ? {} : { personId }),
        ...(address === undefined ? {} : { address }),
        action: 'audit.chain-check',
        subject: 'audit chain',
      });
    });
    return reply.redirect('/audit/chain', 303);
  });
}
