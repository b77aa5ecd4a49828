import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { asDownload } from '../../platform/http/download.ts';
import { notFound } from '../../platform/http/errors.ts';
import { eventStream } from '../../platform/http/event-stream.ts';
import {
  allFindings,
  checkOutcome,
  type FindingsFilter,
  findingCounts,
  findingsAsCsv,
  findingsAsJson,
  findingsPage,
  listsUsed,
} from '../checks/index.ts';
import { isDecided } from './model.ts';
import { progressInWords, SubmissionPage } from './pages/submission.tsx';
import { attempts, findSubmission } from './queries.ts';
import { mayAct, ownReturn, READ, SubmissionId } from './route-parts.ts';
import { submissionTopic } from './store.ts';

const word = Type.Optional(Type.String({ maxLength: 200 }));
const Filter = Type.Object({
  rule: word,
  column: word,
  severity: word,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
});

/** One attempt: its page, news of it, its findings and its file. */
export function submissionRoutes(app: App, context: Context): void {
  const { db, blobs, clock, events } = context;
  const rule = { config: READ, schema: { params: SubmissionId } };
  const filtered = { config: READ, schema: { params: SubmissionId, querystring: Filter } };

  app.get('/returns/:id/submissions/:number', filtered, async (request, reply) => {
    const { owed, submission } = await own(request, request.params);
    const outcome = submission.checkRunId === null ? undefined : await checkOutcome(db, submission.checkRunId);
    const filter = filterOf(request.query);
    const all = await attempts(db, owed.id);
    const ready = outcome?.findingsKey && isDecided(submission.status);
    const counts = ready ? await findingCounts(db, outcome.id) : [];
    const findings = ready
      ? {
          counts,
          filter,
          ...(await findingsPage(blobs, outcome.findingsKey!, counts, filter, request.query.page ?? 1)),
        }
      : undefined;
    return reply.page(
      SubmissionPage({
        frame: reply.frame(),
        owed,
        submission,
        outcome,
        findings,
        acceptedNumber: all.find(({ status }) => status === 'accepted')?.number,
        newer: all[0] && all[0].number > submission.number ? all[0].number : undefined,
        lists: outcome ? await listsUsed(db, outcome.id) : [],
        mayAct: mayAct(request),
        now: clock.now(),
      }),
    );
  });

  app.get('/returns/:id/submissions/:number/events', rule, async (request, reply) => {
    const { submission } = await own(request, request.params);
    const state = async () => {
      const { submission: now } = await own(request, request.params);
      const outcome = now.checkRunId === null ? undefined : await checkOutcome(db, now.checkRunId);
      const value = now.status === 'checking' && outcome ? { done: outcome.bytesDone, of: outcome.bytesTotal } : {};
      return {
        last: isDecided(now.status),
        data: { status: now.status, words: progressInWords(now, outcome), decided: isDecided(now.status), ...value },
      };
    };
    return eventStream(reply, (hear) => events.listen(submissionTopic(submission.id), hear), state);
  });

  app.get('/returns/:id/submissions/:number/findings.csv', filtered, async (request, reply) => {
    const { findings, name } = await download(request, request.params, filterOf(request.query));
    return asDownload(reply, `${name}-findings.csv`, 'text/csv; charset=utf-8').send(
      Readable.from(findingsAsCsv(findings)),
    );
  });

  app.get('/returns/:id/submissions/:number/findings.json', filtered, async (request, reply) => {
    const { findings, facts, name } = await download(request, request.params, filterOf(request.query));
    return asDownload(reply, `${name}-findings.json`, 'application/json; charset=utf-8').send(
      Readable.from(findingsAsJson(facts, findings)),
    );
  });

  app.get('/returns/:id/submissions/:number/file', rule, async (request, reply) => {
    const { submission } = await own(request, request.params);
    // Only what was scanned, and not what was locked away.
    if (submission.status === 'infected' || submission.verdict === null || submission.verdict === 'infected')
      throw notFound();
    return asDownload(reply, submission.fileName, 'text/csv')
      .header('content-length', submission.size)
      .send(await blobs.read(submission.blobKey));
  });

  async function own(request: FastifyRequest, { id, number }: { id: number; number: number }) {
    const owed = await ownReturn(db, request, id);
    const submission = await findSubmission(db, owed.id, number);
    if (!submission) throw notFound();
    return { owed, submission };
  }

  async function download(request: FastifyRequest, params: { id: number; number: number }, filter: FindingsFilter) {
    const { owed, submission } = await own(request, params);
    const outcome = submission.checkRunId === null ? undefined : await checkOutcome(db, submission.checkRunId);
    if (!outcome?.findingsKey) throw notFound();
    const counts = await findingCounts(db, outcome.id);
    return {
      name: `${owed.templateName}-${owed.period}-attempt-${submission.number}`,
      findings: allFindings(blobs, outcome.findingsKey, counts, filter),
      facts: {
        file: { name: submission.fileName, size: submission.size, sha256: submission.sha256 },
        template: { name: outcome.templateName, edition: outcome.edition, hash: outcome.templateHash },
        rows: outcome.rows,
        counts: { error: outcome.errors, query: outcome.queries, notice: outcome.notices },
        byRule: counts.map(({ group: _group, ...count }) => count),
      },
    };
  }
}

function filterOf({
  rule = '',
  column = '',
  severity = '',
}: {
  rule?: string;
  column?: string;
  severity?: string;
}): FindingsFilter {
  return { rule, column, severity };
}
