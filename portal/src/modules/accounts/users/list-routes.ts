import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { viewerFor } from '../authentication.ts';
import { offered, PERMISSIONS } from '../model.ts';
import { ManageUsersPage } from '../pages/users.tsx';
import { countWaiting, memberName, usersPage } from './queries.ts';
import { RULE, Told } from './route-parts.ts';

const List = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200 })),
  permission: Type.Optional(Type.Union([Type.Literal(''), ...PERMISSIONS.map((one) => Type.Literal(one))])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
  ...Told.properties,
});

/** Manage users. */
export function listRoutes(app: App, { db, clock }: Context): void {
  app.get('/organisation/users', { config: RULE, schema: { querystring: List } }, async (request, reply) => {
    const { organisationId, organisationName, organisationKind, personId } = viewerFor(request);
    const { search = '', permission = '', page = 1, done, person } = request.query;
    const filter = { search, permission };
    const name = person === undefined ? undefined : await memberName(db, organisationId, person);
    const now = clock.now();
    return reply.page(
      ManageUsersPage({
        frame: reply.frame(),
        organisation: organisationName,
        filter,
        offered: offered(organisationKind, PERMISSIONS),
        viewerId: personId,
        now,
        waiting: await countWaiting(db, organisationId, now),
        done: done && { what: done, name },
        ...(await usersPage(db, organisationId, filter, page)),
      }),
    );
  });
}
