import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import {
  type Actor,
  ADMINISTRATOR,
  actorOf,
  type LockedOrganisation,
  lockOrganisation,
  requirePermission,
} from './guards.ts';
import { type Member, memberOf } from './members.ts';
import { DONE } from './words.ts';

export const RULE = { access: { permission: ADMINISTRATOR } } as const;
/** For dangerous acts. */
export const RECENT_RULE = { ...RULE, recent: true } as const;

export const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });
/** What was just done, and to whom. */
export const Told = Type.Object({
  done: Type.Optional(Type.Union(DONE.map((one) => Type.Literal(one)))),
  person: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
});

/** What work on the people of an organisation is given, in its transaction and under the organisation's lock. */
export interface Working {
  readonly trx: Database;
  readonly actor: Actor;
  readonly organisation: LockedOrganisation;
}

/** Does something as an administrator, if whoever asks still is one once it is their turn. */
export async function asAdministrator<T>(
  context: Context,
  request: FastifyRequest,
  work: (working: Working) => Promise<T>,
): Promise<T> {
  const actor = actorOf(request);
  return await context.db.transaction().execute(async (trx) => {
    const organisation = await lockOrganisation(trx, actor.organisationId);
    await requirePermission(trx, context.clock.now(), actor, [ADMINISTRATOR]);
    return await work({ trx, actor, organisation });
  });
}

/** The same for one person of the organisation; 404 for those of others. */
export async function aboutMember<T>(
  context: Context,
  request: FastifyRequest,
  personId: number,
  work: (working: Working & { readonly member: Member }) => Promise<T>,
): Promise<T> {
  return await asAdministrator(context, request, async (working) =>
    work({ ...working, member: await memberOf(working.trx, working.organisation.id, personId) }),
  );
}
