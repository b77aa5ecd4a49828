import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { viewerFor } from '../authentication.ts';
import { OFFERED, offered, PERMISSIONS } from '../model.ts';
import { UserFormPage } from '../pages/users-form.tsx';
import { type AddedUser, addUser } from './add-user.ts';
import { powersAddress } from './danger-routes.ts';
import type { Fault } from './fields.ts';
import { inputFrom, NO_VALUES, UserForm, type UserValues, valuesOf } from './form.ts';
import { newPowers } from './people-acts.ts';
import { asAdministrator, RULE } from './route-parts.ts';

/** Add user. */
export function addRoutes(app: App, context: Context): void {
  app.get('/organisation/users/add', { config: RULE }, async (request, reply) => form(request, reply, NO_VALUES));

  app.post('/organisation/users/add', { config: RULE, schema: { body: UserForm } }, async (request, reply) => {
    const values = valuesOf(request.body);
    const { organisationId } = viewerFor(request);
    const input = inputFrom(values, organisationId);
    // To give these is an act of its own, with a page that asks who is there.
    const powers = newPowers(input.permissions, []);
    const permissions = input.permissions.filter((one) => !powers.includes(one));
    const added = await asAdministrator(context, request, async ({ trx, actor, organisation }) => {
      const known: readonly string[] = OFFERED[organisation.kind];
      // What is not offered is told with the rest.
      const told = [...permissions, ...powers.filter((one) => !known.includes(one))];
      return await addUser(trx, context, { ...input, permissions: told }, actor);
    });
    const faults = faultsOf(added);
    if (faults.length > 0 || !('powers' in added)) return form(request, reply.status(422), values, faults);
    if (powers.length > 0) return reply.redirect(powersAddress(added.personId, powers, 'added'), 303);
    return reply.redirect(`/organisation/users?done=added&person=${added.personId}`, 303);
  });

  function form(request: FastifyRequest, reply: FastifyReply, values: UserValues, faults: readonly Fault[] = []) {
    const { organisationName, organisationKind } = viewerFor(request);
    const shown = offered(organisationKind, PERMISSIONS);
    return reply.page(
      UserFormPage({ frame: reply.frame(), organisation: organisationName, values, offered: shown, faults }),
    );
  }
}

function faultsOf(added: AddedUser): readonly Fault[] {
  if (added.outcome === 'refused') return added.faults;
  if (added.outcome !== 'already-there') return [];
  const message = added.ended
    ? 'Somebody with this address is in the list already, and their access has ended. Edit them to renew it'
    : 'Somebody with this address belongs to your organisation already';
  return [{ field: 'email', message }];
}
