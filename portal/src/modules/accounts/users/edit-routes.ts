import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { RequestError } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { offered, PERMISSIONS } from '../model.ts';
import type { UserFormProps } from '../pages/users-fields.tsx';
import { UserFormPage } from '../pages/users-form.tsx';
import { powersAddress } from './danger-routes.ts';
import { type EditedUser, editUser } from './edit-user.ts';
import { inputFrom, UserForm, valuesFrom, valuesOf } from './form.ts';
import { actorOf } from './guards.ts';
import { memberOf, stateOf } from './members.ts';
import { Id, RULE, Told } from './route-parts.ts';

const STALE = {
  title: 'Somebody else changed this user meanwhile',
  message: 'Below is what is kept now. Make your change again, then save. Nothing of yours was kept.',
};

/** One person: what an administrator may change of them. */
export function editRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    '/organisation/users/:id',
    { config: RULE, schema: { params: Id, querystring: Told } },
    async (request, reply) => {
      const { done } = request.query;
      const { name } = await memberOf(db, viewerFor(request).organisationId, request.params.id);
      return await form(request, reply, request.params.id, { done: done && { what: done, name } });
    },
  );

  app.post(
    '/organisation/users/:id',
    { config: RULE, schema: { params: Id, body: UserForm } },
    async (request, reply) => {
      const { id } = request.params;
      const values = valuesOf(request.body);
      const { state = '' } = request.body;
      const actor = actorOf(request);
      let edited: EditedUser;
      try {
        edited = await db
          .transaction()
          .execute((trx) => editUser(trx, context, id, inputFrom(values, actor.organisationId), state, actor));
      } catch (error) {
        if (!(error instanceof RequestError) || error.status !== 409) throw error;
        return await form(request, reply.status(409), id, { values, state, problem: error });
      }
      if (edited.outcome === 'refused')
        return await form(request, reply.status(422), id, { values, state, faults: edited.faults });
      if (edited.outcome === 'stale') return await form(request, reply.status(409), id, { problem: STALE });
      const next =
        edited.powers.length > 0 ? powersAddress(id, edited.powers, 'saved') : `/organisation/users/${id}?done=saved`;
      return reply.redirect(next, 303);
    },
  );

  async function form(request: FastifyRequest, reply: FastifyReply, id: number, shown: Partial<UserFormProps>) {
    const { organisationId, organisationName, organisationKind, personId } = viewerFor(request);
    const member = await memberOf(db, organisationId, id);
    return reply.page(
      UserFormPage({
        frame: reply.frame(),
        organisation: organisationName,
        offered: offered(organisationKind, PERMISSIONS),
        values: valuesFrom(member),
        state: stateOf(member),
        member,
        self: member.personId === personId,
        ...shown,
      }),
    );
  }
}
