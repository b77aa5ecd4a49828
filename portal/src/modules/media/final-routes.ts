import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Context } from '../../context.ts';
import { csvRow } from '../../platform/csv.ts';
import { type App, checkCsrf } from '../../platform/http/app.ts';
import { asDownload } from '../../platform/http/download.ts';
import { badRequest, conflict, notFound } from '../../platform/http/errors.ts';
import { momentInWords } from '../../ui/words.ts';
import { tell } from '../notifications/index.ts';
import type { Uploads } from '../uploads/index.ts';
import { filesPage } from './file-queries.ts';
import { finalsOf, isReady, type Receipt, readiness, submitFinal } from './final.ts';
import { receiveFiles } from './form-files.ts';
import { ConfirmFinalPage, FinalPage } from './pages/final.tsx';
import { ReceiptPage } from './pages/receipt.tsx';
import type { CentreWork } from './queries.ts';
import { ACCESS, ComponentId, doerOf, mayChange, ownWork, PERMISSION, page, READ } from './route-parts.ts';
import { openWork } from './store.ts';

const List = Type.Object({
  page,
  done: Type.Optional(Type.Union([Type.Literal('deleted'), Type.Literal('uploaded')])),
});
const yes = Type.Optional(Type.Literal('yes'));
const Declared = Type.Object({ declared: yes, acknowledged: yes, sure: yes });
const Number_ = Type.Object({
  component: ComponentId.properties.component,
  number: Type.Integer({ minimum: 1, maximum: 10_000 }),
});

/** Final submission: the centre's documents, what is still in the way, the declaration, "Are you sure?", the receipt. */
export function finalRoutes(app: App, context: Context, uploads: Uploads): void {
  const { db, clock } = context;

  app.get(
    '/media/components/:component/final',
    { config: READ, schema: { params: ComponentId, querystring: List } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      if (work.submittedAt !== null) return reply.redirect(`/media/components/${work.componentId}/receipt`, 303);
      return await show(request, reply, work, { page: request.query.page, done: request.query.done });
    },
  );

  app.post(
    '/media/components/:component/documents',
    { config: { ...ACCESS, csrf: 'self' }, schema: { params: ComponentId } },
    async (request, reply) => {
      const work = await ownWork(context, request, (request.params as { component: number }).component);
      if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
      const csrf = () => checkCsrf(app, request, reply);
      const { faults } = await receiveFiles({ context, uploads, work, documents: true, csrf }, request);
      if (faults.length === 0) return reply.redirect(`/media/components/${work.componentId}/final?done=uploaded`, 303);
      const errors = faults.map(({ title, detail }) => ({ text: `${title}. ${detail}`, href: '#documents' }));
      return await show(request, reply.status(422), work, { errors });
    },
  );

  app.post(
    '/media/components/:component/final',
    { config: ACCESS, schema: { params: ComponentId, body: Declared } },
    async (request, reply) => {
      const { declared, acknowledged, sure } = request.body;
      const work = await ownWork(context, request, request.params.component);
      const errors = await faultsOf(work, request.body);
      if (errors.length > 0) return await show(request, reply.status(422), work, { errors, given: request.body });
      if (sure !== 'yes') {
        const { failed } = await readiness(db, work);
        return reply.page(ConfirmFinalPage({ frame: reply.frame(), work, failed, declared, acknowledged }));
      }
      await db.transaction().execute(async (trx) => {
        const open = await openWork(trx, clock, work);
        // Somebody may have changed something since it was looked at.
        const now = await readiness(trx, open);
        if (!isReady(now) || (now.failed.length > 0 && acknowledged !== 'yes'))
          throw conflict(
            'Something has changed meanwhile',
            'Look at the final submission again. Nothing was submitted.',
          );
        const number = await submitFinal(trx, doerOf(context, request), open);
        await tellBoth(trx, open, number);
      });
      return reply.redirect(`/media/components/${work.componentId}/receipt?done=submitted`, 303);
    },
  );

  app.get(
    '/media/components/:component/receipt',
    {
      config: READ,
      schema: { params: ComponentId, querystring: Type.Object({ done: Type.Optional(Type.Literal('submitted')) }) },
    },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      const finals = await finalsOf(db, work);
      if (finals.length === 0) throw notFound();
      return reply.page(ReceiptPage({ frame: reply.frame(), work, finals, done: request.query.done === 'submitted' }));
    },
  );

  app.get(
    '/media/components/:component/receipt/:number/files.csv',
    { config: READ, schema: { params: Number_ } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      const final = (await finalsOf(db, work)).find(({ number }) => number === request.params.number);
      if (!final) throw notFound();
      const name = `receipt-${work.code.replaceAll(/[^A-Za-z0-9]/g, '')}-${final.number}.csv`;
      return asDownload(reply, name, 'text/csv; charset=utf-8').send(receiptCsv(final.receipt));
    },
  );

  interface Shown {
    readonly page?: number | undefined;
    readonly done?: 'deleted' | 'uploaded' | undefined;
    readonly errors?: readonly { readonly text: string; readonly href: string }[];
    readonly given?: Static<typeof Declared>;
  }

  async function show(request: FastifyRequest, reply: FastifyReply, work: CentreWork, shown: Shown) {
    return reply.page(
      FinalPage({
        frame: reply.frame(),
        work,
        documents: await filesPage(db, work, shown.page ?? 1, true),
        standing: await readiness(db, work),
        mayChange: mayChange(request, work, clock.now()),
        now: clock.now(),
        done: shown.done,
        errors: shown.errors ?? [],
        given: shown.given,
      }),
    );
  }

  /** What stops a final submission, each with where to mend it. */
  async function faultsOf(work: CentreWork, { declared, acknowledged }: Static<typeof Declared>) {
    const ready = await readiness(db, work);
    return [
      ...(isReady(ready)
        ? []
        : [{ text: 'Deal with what is listed under “Still to do”, then submit', href: '#to-do' }]),
      ...(ready.failed.length > 0 && acknowledged !== 'yes'
        ? [{ text: 'Say that you have looked at the uploads that failed', href: '#acknowledged' }]
        : []),
      ...(declared === 'yes'
        ? []
        : [{ text: 'Confirm that all the files for this component are uploaded', href: '#declared' }]),
    ];
  }

  async function tellBoth(trx: Parameters<typeof tell>[0], work: CentreWork, number: number): Promise<void> {
    const about = `${work.code} ${work.name}, ${work.session}`;
    const when = momentInWords(clock.now());
    const occasion = `final submission ${number} of component ${work.componentId} by centre ${work.centreId}`;
    await tell(trx, context, {
      occasion: `${occasion}, to the centre`,
      organisationId: work.centreId,
      permission: PERMISSION,
      subject: `Submitted: ${about}`,
      body: `The final submission of ${about} to ${work.body} was made on ${when}. Its files can no longer be changed.\n\nThe receipt: ${context.config.baseUrl}/media/components/${work.componentId}/receipt`,
    });
    await tell(trx, context, {
      occasion: `${occasion}, to the awarding body`,
      organisationId: work.bodyId,
      permission: 'Collector',
      subject: `${work.centre} submitted ${about}`,
      body: `${work.centre}${work.centreNumber === null ? '' : ` (${work.centreNumber})`} made the final submission of ${about} on ${when}.\n\nThe board: ${context.config.baseUrl}/recordings`,
    });
  }
}

/** The receipt's files, a line for each file and candidate. */
function receiptCsv({ files, candidates }: Receipt): string {
  const reasons = candidates.filter(({ reason }) => reason !== null);
  return [
    csvRow(['Candidate', 'File', 'Role', 'Bytes', 'SHA-256', 'Seconds', 'Scan', 'Reason for no submission']),
    ...files.flatMap((file) =>
      (file.candidates.length > 0 ? file.candidates : ['']).map((candidate) =>
        csvRow([
          candidate,
          file.name,
          file.role,
          String(file.size),
          file.sha256,
          file.seconds === null ? '' : file.seconds.toFixed(1),
          file.scan,
          '',
        ]),
      ),
    ),
    ...reasons.map(({ number, reason }) => csvRow([number, '', '', '', '', '', '', reason ?? ''])),
  ].join('');
}
