import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import { csvRow } from '../../../platform/csv.ts';
import type { App } from '../../../platform/http/app.ts';
import { asDownload } from '../../../platform/http/download.ts';
import { conflict, notFound } from '../../../platform/http/errors.ts';
import { CertificatePage, DestructionPage, QuarantinePage } from './pages/retention.tsx';
import { destroyFiles, destructionsOf, findCertificate, toDestroy, whyNotYet } from './retention/destroy.ts';
import { quarantine } from './retention/quarantine.ts';
import {
  actorOf,
  COLLECT,
  COLLECT_READ,
  id,
  mayCollect,
  maySetUp,
  ownSession,
  page,
  SessionId,
  text,
} from './route-parts.ts';

const Page = Type.Object({ page });
const Id = Type.Object({ id });
const Confirm = Type.Object({ code: text });

/** Files that are locked away; destruction after their time, with its certificates. */
export function retentionRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(
    '/recordings/sessions/:session/quarantine',
    { config: COLLECT_READ, schema: { params: SessionId, querystring: Page } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const found = await quarantine(db, session.id, request.query.page ?? 1);
      return reply.page(QuarantinePage({ frame: reply.frame(), session, ...found, maySetUp: maySetUp(request) }));
    },
  );

  app.get(
    '/recordings/sessions/:session/destruction',
    { config: COLLECT_READ, schema: { params: SessionId } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      return reply.page(
        DestructionPage({
          frame: reply.frame(),
          session,
          left: await toDestroy(db, session.id),
          notYet: await whyNotYet(db, clock.now(), session),
          done: await destructionsOf(db, session.id),
          mayDestroy: mayCollect(request),
          maySetUp: maySetUp(request),
        }),
      );
    },
  );

  app.post(
    '/recordings/sessions/:session/destruction',
    { config: { ...COLLECT, recent: true }, schema: { params: SessionId, body: Confirm } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const notYet = await whyNotYet(db, clock.now(), session);
      if (notYet !== undefined)
        throw conflict(
          'The files must still be kept',
          'Their time is not over, or a component still takes files. Nothing was destroyed.',
        );
      const typed = request.body.code?.trim() ?? '';
      if (typed !== session.code) {
        return reply.status(422).page(
          DestructionPage({
            frame: reply.frame(),
            session,
            left: await toDestroy(db, session.id),
            notYet,
            done: await destructionsOf(db, session.id),
            mayDestroy: true,
            maySetUp: maySetUp(request),
            form: {
              values: { code: typed },
              faults: [{ field: 'code', text: `Type ${session.code}, the code of the session, to confirm` }],
            },
          }),
        );
      }
      const certificate = await db
        .transaction()
        .execute((trx) => destroyFiles(trx, context, actorOf(request), session));
      if (certificate === undefined) return reply.redirect(`/recordings/sessions/${session.id}/destruction`, 303);
      return reply.redirect(`/recordings/certificates/${certificate}`, 303);
    },
  );

  app.get('/recordings/certificates/:id', { config: COLLECT_READ, schema: { params: Id } }, async (request, reply) => {
    const found = await findCertificate(db, actorOf(request).bodyId, request.params.id);
    if (!found) throw notFound();
    return reply.page(CertificatePage({ frame: reply.frame(), ...found }));
  });

  app.get(
    '/recordings/certificates/:id/certificate.json',
    { config: COLLECT_READ, schema: { params: Id } },
    async (request, reply) => {
      const found = await findCertificate(db, actorOf(request).bodyId, request.params.id);
      if (!found) throw notFound();
      const { id: number, at, certificate } = found;
      const shown = { certificate: number, destroyedAt: at.toISOString(), ...certificate };
      return asDownload(reply, `certificate-${number}.json`, 'application/json; charset=utf-8').send(
        `${JSON.stringify(shown, null, 2)}\n`,
      );
    },
  );

  app.get(
    '/recordings/certificates/:id/certificate.csv',
    { config: COLLECT_READ, schema: { params: Id } },
    async (request, reply) => {
      const found = await findCertificate(db, actorOf(request).bodyId, request.params.id);
      if (!found) throw notFound();
      const { id: number, at, certificate } = found;
      const head = ['CentreNumber', 'Centre', 'ComponentCode', 'File', 'Role', 'Bytes', 'SHA256', 'DestroyedAt', 'By'];
      const rows = certificate.files.map((file) => [
        file.centreNumber ?? '',
        ...[file.centre, file.code, file.name, file.role, String(file.size ?? ''), file.sha256 ?? ''],
        ...[at.toISOString(), certificate.person],
      ]);
      return asDownload(reply, `certificate-${number}.csv`, 'text/csv; charset=utf-8').send(
        `\uFEFF${[head, ...rows].map((row) => csvRow(row)).join('')}`,
      );
    },
  );
}
