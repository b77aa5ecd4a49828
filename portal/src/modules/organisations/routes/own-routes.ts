import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { CONTACT_NAMES } from '../details.ts';
import type { Organisation } from '../organisation.ts';
import { ProfilePage } from '../pages/forms.tsx';
import { MyOrganisationPage } from '../pages/own.tsx';
import { administrators, namesOf } from '../queries.ts';
import { relationsOf } from '../relations-store.ts';
import { editOrganisation } from '../store.ts';
import { baseFields, conflictForm, contactFields, emptyForm, given, hiddenOf, refusedForm } from './edit-form.ts';
import { wordsOf } from './list-routes.ts';
import { doingOf, done, organisationOf, type Parts } from './parts.ts';

const Profile = Type.Object({ ...baseFields, ...contactFields });
const OWN = { access: { permission: 'Organisation Administrator' } } as const;

/** The asker's own organisation. */
export function ownRoutes(parts: Parts): void {
  const { app, context, askerOf } = parts;
  const { db, clock } = context;

  app.get(
    '/organisation',
    { config: { access: 'signed-in' }, schema: { querystring: Type.Object({ done }) } },
    async (request, reply) => {
      const { organisationId: id, permissions } = askerOf(request);
      return reply.page(
        MyOrganisationPage({
          frame: reply.frame(),
          organisation: await organisationOf(db, id),
          names: await namesOf(db, id),
          relations: await relationsOf(db, id, clock.now()),
          administrators: await administrators(db, id, clock.now()),
          permissions,
          done: wordsOf(request.query.done),
        }),
      );
    },
  );

  app.get('/organisation/profile', { config: OWN }, async (request, reply) => {
    const organisation = await organisationOf(db, askerOf(request).organisationId);
    return reply.page(ProfilePage({ ...shown(reply, organisation), form: emptyForm(organisation) }));
  });

  app.post('/organisation/profile', { config: OWN, schema: { body: Profile } }, async (request, reply) => {
    const { version, was, ...rest } = request.body;
    const texts = given(rest, CONTACT_NAMES);
    const organisation = await organisationOf(db, askerOf(request).organisationId);
    const { id } = organisation;
    const written = await db
      .transaction()
      .execute((trx) => editOrganisation(trx, doingOf(parts, request), { id, version, texts }));
    if (written.outcome === 'done') return reply.redirect('/organisation?done=changed', 303);
    if (written.outcome === 'faults') {
      const form = refusedForm(texts, written.faults);
      return reply.status(422).page(ProfilePage({ ...shown(reply, organisation), form }));
    }
    const { now } = written;
    return reply.status(409).page(ProfilePage({ ...shown(reply, now), ...conflictForm(texts, was, now) }));
  });
}

function shown(reply: FastifyReply, organisation: Organisation) {
  return { frame: reply.frame(), organisation, hidden: hiddenOf(organisation) };
}
