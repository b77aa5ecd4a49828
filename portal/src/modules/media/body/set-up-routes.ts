import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import type { FormState } from '../../../ui/forms.tsx';
import { viewerFor } from '../../accounts/index.ts';
import { componentValues, NEW_COMPONENT, readComponent } from './component-fields.ts';
import type { Typed } from './fields.ts';
import { ComponentsPage, SessionsPage } from './pages/lists.tsx';
import { ComponentFormPage, SessionFormPage } from './pages/set-up.tsx';
import { componentsOf, sessionsOfBody, sessionVersion } from './queries.ts';
import {
  actorOf,
  CHANGE,
  ComponentId,
  done,
  maySetUp,
  ownComponent,
  ownSession,
  READ,
  SessionId,
  several,
  text,
} from './route-parts.ts';
import { readSession, sessionValues } from './session-fields.ts';
import { changeComponent, changeSession, createComponent, createSession } from './store.ts';
import { FIELD_TITLES } from './words.ts';

const sessionFields = { code: text, name: text, contact: text, keepUntil: text };
const NewSession = Type.Object(sessionFields);
const EditSession = Type.Object({ ...sessionFields, version: Type.String({ maxLength: 100 }) });
const componentFields = {
  ...{ code: text, name: text, qualification: text, subject: text },
  ...{ opensDay: text, opensTime: text, closesDay: text, closesTime: text },
  ...{ types: several, megabytes: text, atOnce: text, filesEach: text, least: text, most: text },
  ...{ shared: several, roles: several, reasons: text },
  ...{ wanted: text, required: several, documentTypes: several, documentMegabytes: text, documentsAtOnce: text },
  ...{ nameLength: text, unscanned: text, blocking: several },
};
const NewComponent = Type.Object(componentFields);
const EditComponent = Type.Object({ ...componentFields, version: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });
const Banner = Type.Object({ done });

/** Sessions and components of an awarding body: lists, adding, changing. */
export function setUpRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/recordings', { config: READ }, async (request, reply) => {
    const { organisationId, organisationName } = viewerFor(request);
    const rows = await sessionsOfBody(db, organisationId);
    return reply.page(
      SessionsPage({ frame: reply.frame(), organisation: organisationName, rows, maySetUp: maySetUp(request) }),
    );
  });

  app.get('/recordings/sessions/new', { config: CHANGE }, async (request, reply) =>
    reply.page(
      SessionFormPage({
        frame: reply.frame(),
        organisation: viewerFor(request).organisationName,
        form: { values: {}, faults: [] },
      }),
    ),
  );

  app.post('/recordings/sessions/new', { config: CHANGE, schema: { body: NewSession } }, async (request, reply) => {
    const { input, faults } = readSession(request.body);
    const saved =
      faults.length > 0
        ? ({ outcome: 'faults', faults } as const)
        : await db.transaction().execute((trx) => createSession(trx, clock, actorOf(request), input));
    if (saved.outcome === 'done') return reply.redirect(`/recordings/sessions/${saved.id}/components?done=added`, 303);
    const form: FormState = { values: request.body, faults: saved.outcome === 'faults' ? saved.faults : [] };
    const organisation = viewerFor(request).organisationName;
    return reply.status(422).page(SessionFormPage({ frame: reply.frame(), organisation, form }));
  });

  app.get(
    '/recordings/sessions/:session/edit',
    { config: CHANGE, schema: { params: SessionId } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      return reply.page(
        SessionFormPage({
          frame: reply.frame(),
          organisation: session.body,
          session,
          version: sessionVersion(session),
          form: { values: sessionValues(session), faults: [] },
        }),
      );
    },
  );

  app.post(
    '/recordings/sessions/:session/edit',
    { config: CHANGE, schema: { params: SessionId, body: EditSession } },
    async (request, reply) => {
      const { id, body: organisation } = await ownSession(context, request, request.params.session);
      const { version, ...typed } = request.body;
      const { input, faults } = readSession(typed);
      const saved =
        faults.length > 0
          ? ({ outcome: 'faults', faults } as const)
          : await db
              .transaction()
              .execute((trx) => changeSession(trx, clock, actorOf(request), { id, version, input }));
      if (saved.outcome === 'done') return reply.redirect(`/recordings/sessions/${id}?done=changed`, 303);
      const session = await ownSession(context, request, id);
      const page = { frame: reply.frame(), organisation, session };
      if (saved.outcome === 'faults') {
        const form = { values: typed, faults: saved.faults };
        return reply.status(422).page(SessionFormPage({ ...page, version, form }));
      }
      const meanwhile = changesOf(sessionValues(session), typed);
      const form = { values: typed, faults: [] };
      return reply.status(409).page(SessionFormPage({ ...page, version: sessionVersion(session), form, meanwhile }));
    },
  );

  app.get(
    '/recordings/sessions/:session/components',
    { config: READ, schema: { params: SessionId, querystring: Banner } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      return reply.page(
        ComponentsPage({
          frame: reply.frame(),
          session,
          rows: await componentsOf(db, session.id),
          maySetUp: maySetUp(request),
          done: request.query.done,
        }),
      );
    },
  );

  app.get(
    '/recordings/sessions/:session/components/new',
    { config: CHANGE, schema: { params: SessionId } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const form = { values: NEW_COMPONENT, faults: [] };
      return reply.page(ComponentFormPage({ frame: reply.frame(), organisation: session.body, session, form }));
    },
  );

  app.post(
    '/recordings/sessions/:session/components/new',
    { config: CHANGE, schema: { params: SessionId, body: NewComponent } },
    async (request, reply) => {
      const session = await ownSession(context, request, request.params.session);
      const { input, faults } = readComponent(request.body);
      const saved =
        faults.length > 0
          ? ({ outcome: 'faults', faults } as const)
          : await db.transaction().execute((trx) => createComponent(trx, clock, actorOf(request), session.id, input));
      if (saved.outcome === 'done')
        return reply.redirect(`/recordings/sessions/${session.id}/components?done=component-added`, 303);
      const form = { values: request.body, faults: saved.outcome === 'faults' ? saved.faults : [] };
      const page = { frame: reply.frame(), organisation: session.body, session, form };
      return reply.status(422).page(ComponentFormPage(page));
    },
  );

  app.get(
    '/recordings/components/:component/edit',
    { config: CHANGE, schema: { params: ComponentId } },
    async (request, reply) => {
      const component = await ownComponent(context, request, request.params.component);
      const form = { values: componentValues(component), faults: [] };
      return reply.page(ComponentFormPage({ ...around(component), frame: reply.frame(), form }));
    },
  );

  app.post(
    '/recordings/components/:component/edit',
    { config: CHANGE, schema: { params: ComponentId, body: EditComponent } },
    async (request, reply) => {
      const before = await ownComponent(context, request, request.params.component);
      const { version, ...typed } = request.body;
      const { input, faults } = readComponent(typed);
      const saved =
        faults.length > 0
          ? ({ outcome: 'faults', faults } as const)
          : await db
              .transaction()
              .execute((trx) => changeComponent(trx, clock, actorOf(request), { id: before.id, version, input }));
      if (saved.outcome === 'done')
        return reply.redirect(`/recordings/sessions/${before.sessionId}/components?done=component-changed`, 303);
      const component = await ownComponent(context, request, before.id);
      const page = { ...around(component), frame: reply.frame() };
      if (saved.outcome === 'faults') {
        const form = { values: typed, faults: saved.faults };
        return reply.status(422).page(ComponentFormPage({ ...page, component: { ...component, version }, form }));
      }
      const meanwhile = changesOf(componentValues(component), typed);
      return reply.status(409).page(ComponentFormPage({ ...page, form: { values: typed, faults: [] }, meanwhile }));
    },
  );
}

function around(component: Awaited<ReturnType<typeof ownComponent>>) {
  const session = { id: component.sessionId, name: component.session };
  return { organisation: component.body, session, component };
}

/** Where what is kept now differs from what was typed, in sentences. */
function changesOf(now: Typed, typed: Typed): string[] {
  const shown = (value: Typed[string]): string =>
    (typeof value === 'string' ? value.split(/\r?\n/) : (value ?? [])).filter((one) => one !== '').join(', ');
  return Object.keys(FIELD_TITLES)
    .filter((name) => now[name] !== undefined && shown(now[name]) !== shown(typed[name]))
    .map((name) => `${FIELD_TITLES[name]}: now “${shown(now[name])}”, you have “${shown(typed[name])}”`);
}
