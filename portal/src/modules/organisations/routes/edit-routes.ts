import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { conflict } from '../../../platform/http/errors.ts';
import { londonDay } from '../../../platform/london.ts';
import type { Written } from '../changes.ts';
import { DETAIL_NAMES } from '../details.ts';
import { isKind } from '../model.ts';
import { nameAsKept, nameFault } from '../names.ts';
import type { Organisation } from '../organisation.ts';
import { AddPage, ClosePage, EditPage, RenamePage } from '../pages/forms.tsx';
import {
  closeOrganisation,
  createOrganisation,
  editOrganisation,
  renameOrganisation,
  reopenOrganisation,
} from '../store.ts';
import { baseFields, conflictForm, detailFields, emptyForm, given, hiddenOf, refusedForm } from './edit-form.ts';
import { ADMIN, ADMIN_RECENT, doingOf, Id, organisationOf, type Parts, text, version } from './parts.ts';

const Add = Type.Object({ name: text, kind: text, ...detailFields });
const Edit = Type.Object({ ...baseFields, ...detailFields });
const Rename = Type.Object({ ...baseFields, name: text });
const Close = Type.Object({ ...baseFields, day: text });
const Reopen = Type.Object({ version });

/** Adding, changing, renaming, closing and opening again. */
export function editRoutes(parts: Parts): void {
  const { app, context } = parts;
  const { db } = context;

  app.get('/organisations/add', { config: ADMIN }, async (_request, reply) =>
    reply.page(AddPage({ frame: reply.frame(), form: { values: {}, faults: [] } })),
  );

  app.post('/organisations/add', { config: ADMIN, schema: { body: Add } }, async (request, reply) => {
    const { name = '', kind = '', ...rest } = request.body;
    const texts = given(rest, DETAIL_NAMES);
    const again = (faults: Parameters<typeof refusedForm>[1]) =>
      reply.status(422).page(AddPage({ frame: reply.frame(), form: refusedForm({ ...texts, name, kind }, faults) }));
    if (!isKind(kind)) {
      const noName = nameFault(nameAsKept(name));
      return again([
        ...(noName === undefined ? [] : [{ field: 'name', text: noName }]),
        { field: 'kind', text: 'Choose the kind of organisation' },
      ]);
    }
    const written = await db
      .transaction()
      .execute((trx) => createOrganisation(trx, doingOf(parts, request), { kind, name, texts }));
    if (written.outcome === 'faults') return again(written.faults);
    if (written.outcome === 'meanwhile') throw new Error('A new organisation cannot have been changed');
    return reply.redirect(`/organisations/${written.id}?done=added`, 303);
  });

  app.get('/organisations/:id/edit', { config: ADMIN, schema: { params: Id } }, async (request, reply) => {
    const organisation = await organisationOf(db, request.params.id);
    return reply.page(EditPage({ ...shown(reply, organisation), form: emptyForm(organisation) }));
  });

  app.post('/organisations/:id/edit', { config: ADMIN, schema: { params: Id, body: Edit } }, async (request, reply) => {
    const { version, was, ...rest } = request.body;
    const texts = given(rest, DETAIL_NAMES);
    return await answer(request, reply, { page: EditPage, done: 'changed', typed: texts, was }, (id) =>
      db.transaction().execute((trx) => editOrganisation(trx, doingOf(parts, request), { id, version, texts })),
    );
  });

  app.get('/organisations/:id/rename', { config: ADMIN, schema: { params: Id } }, async (request, reply) => {
    const organisation = await organisationOf(db, request.params.id);
    return reply.page(RenamePage({ ...shown(reply, organisation), form: emptyForm(organisation) }));
  });

  app.post(
    '/organisations/:id/rename',
    { config: ADMIN, schema: { params: Id, body: Rename } },
    async (request, reply) => {
      const { version, was, name = '' } = request.body;
      return await answer(request, reply, { page: RenamePage, done: 'renamed', typed: { name }, was }, (id) =>
        db.transaction().execute((trx) => renameOrganisation(trx, doingOf(parts, request), { id, version, name })),
      );
    },
  );

  app.get('/organisations/:id/close', { config: ADMIN, schema: { params: Id } }, async (request, reply) => {
    const organisation = await organisationOf(db, request.params.id);
    const form = { values: { day: londonDay(context.clock.now()) }, faults: [] };
    return reply.page(ClosePage({ ...shown(reply, organisation), form }));
  });

  app.post(
    '/organisations/:id/close',
    { config: ADMIN_RECENT, schema: { params: Id, body: Close } },
    async (request, reply) => {
      const { version, was, day = '' } = request.body;
      return await answer(request, reply, { page: ClosePage, done: 'closed', typed: { day }, was }, (id) =>
        db
          .transaction()
          .execute((trx) => closeOrganisation(trx, doingOf(parts, request), { id, version, day: day.trim() })),
      );
    },
  );

  app.post(
    '/organisations/:id/reopen',
    { config: ADMIN_RECENT, schema: { params: Id, body: Reopen } },
    async (request, reply) => {
      const { id } = await organisationOf(db, request.params.id);
      const { version } = request.body;
      const written = await db
        .transaction()
        .execute((trx) => reopenOrganisation(trx, doingOf(parts, request), { id, version }));
      if (written.outcome === 'faults') throw conflict('This cannot be opened again', `${written.faults[0]!.text}.`);
      return reply.redirect(`/organisations/${id}${written.outcome === 'done' ? '?done=reopened' : ''}`, 303);
    },
  );

  interface Asked {
    readonly page: typeof EditPage;
    readonly done: string;
    readonly typed: Readonly<Record<string, string | undefined>>;
    readonly was: string | undefined;
  }

  /** Tries a change; shows the form again where it was refused, or somebody else came first. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { page, done, typed, was }: Asked,
    write: (id: number) => Promise<Written>,
  ) {
    const { id } = request.params as { id: number };
    const organisation = await organisationOf(db, id);
    const written = await write(id);
    if (written.outcome === 'done') return reply.redirect(`/organisations/${id}?done=${done}`, 303);
    if (written.outcome === 'faults') {
      return reply.status(422).page(page({ ...shown(reply, organisation), form: refusedForm(typed, written.faults) }));
    }
    return reply.status(409).page(page({ ...shown(reply, written.now), ...conflictForm(typed, was, written.now) }));
  }
}

function shown(reply: FastifyReply, organisation: Organisation) {
  return { frame: reply.frame(), organisation, hidden: hiddenOf(organisation) };
}
