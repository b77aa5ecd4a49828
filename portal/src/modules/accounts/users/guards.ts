import type { FastifyRequest } from 'fastify';
import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import { conflict, forbidden, notFound } from '../../../platform/http/errors.ts';
import type { OrganisationKind } from '../../organisations/index.ts';
import { viewerFor } from '../authentication.ts';

/** Who changes something about people, and for which organisation. */
export interface Actor {
  readonly personId: number;
  readonly name: string;
  readonly organisationId: number;
  readonly organisationName: string;
  /** Network address; absent where an act is done that was asked for earlier. */
  readonly address?: string;
  /** When they last proved who they are; absent where an act is done that was asked for earlier. */
  readonly confirmedAt?: Date;
  /** The second person, where the act needed one. */
  readonly agreedBy?: number;
}

/** Whoever is signed in, as they act. */
export function actorOf(request: FastifyRequest): Actor {
  const { personId, name, organisationId, organisationName, confirmedAt } = viewerFor(request);
  return { personId, name, organisationId, organisationName, address: request.ip, confirmedAt };
}

export const ADMINISTRATOR = 'Organisation Administrator';
/** Those who may agree to somebody else's dangerous act. */
export const DECIDERS: readonly string[] = [ADMINISTRATOR, 'Approver'];

export interface LockedOrganisation {
  readonly id: number;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** Dangerous acts need a second person. */
  readonly twoPerson: boolean;
}

/** Lets one change of an organisation's people happen at a time, so that what was counted stays true. */
export async function lockOrganisation(trx: Database, organisationId: number): Promise<LockedOrganisation> {
  const found = await trx
    .selectFrom('organisation')
    .select(['id', 'name', 'kind', 'two_person'])
    .where('id', '=', organisationId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!found) throw notFound();
  const { id, name, kind, two_person: twoPerson } = found;
  return { id, name, kind: kind as OrganisationKind, twoPerson };
}

/** Whether they hold one of the permissions there at this moment. */
export async function holds(
  db: Database,
  now: Date,
  { personId, organisationId }: Pick<Actor, 'personId' | 'organisationId'>,
  permissions: readonly string[],
): Promise<boolean> {
  const held = await running(db, now, organisationId)
    .select('m.permissions')
    .where('m.person_id', '=', personId)
    .executeTakeFirst();
  return held?.permissions.some((one) => permissions.includes(one)) ?? false;
}

/** Throws unless they still hold one of the permissions: it may have been taken since the request came in. */
export async function requirePermission(
  trx: Database,
  now: Date,
  actor: Pick<Actor, 'personId' | 'organisationId'>,
  permissions: readonly string[],
): Promise<void> {
  if (!(await holds(trx, now, actor, permissions))) throw forbidden(permissions);
}

/** Memberships that allow something at this moment. */
export function running(db: Database, now: Date, organisationId: number) {
  return db
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .where('m.organisation_id', '=', organisationId)
    .where('p.removed_at', 'is', null)
    .where((where) => where.or([where('m.starts_at', 'is', null), where('m.starts_at', '<=', now)]))
    .where((where) => where.or([where('m.ends_at', 'is', null), where('m.ends_at', '>', now)]));
}

/** Whether person `p` has anything to sign in with: before, they are only invited. */
export const CAN_SIGN_IN = sql<SqlBool>`(p.password_hash is not null
  or exists (select from passkey k where k.person_id = p.id)
  or exists (select from single_sign_on_identity s where s.person_id = p.id))`;

/** Those who hold one of the permissions without an end and can sign in, in the order of their ids. */
export async function lastingHolders(
  db: Database,
  now: Date,
  organisationId: number,
  permissions: readonly string[],
): Promise<readonly number[]> {
  const rows = await running(db, now, organisationId)
    .select('m.person_id')
    .where('m.ends_at', 'is', null)
    .where('m.permissions', '&&', sql<string[]>`${[...permissions]}::text[]`)
    .where(CAN_SIGN_IN)
    .orderBy('m.person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/**
 * Throws where the organisation could not do without this person's powers: the last administrator, or under the rule of two people
 * one of the last two who can agree. To be called under the organisation's lock, before they lose `losing`.
 */
export async function refuseToLose(
  trx: Database,
  now: Date,
  organisation: LockedOrganisation,
  personId: number,
  losing: readonly string[],
): Promise<void> {
  if (losing.includes(ADMINISTRATOR)) {
    const administrators = await lastingHolders(trx, now, organisation.id, [ADMINISTRATOR]);
    if (administrators.includes(personId) && administrators.length === 1) throw lastAdministrator(organisation.name);
  }
  if (!organisation.twoPerson || !losing.some((one) => DECIDERS.includes(one))) return;
  const deciders = await lastingHolders(trx, now, organisation.id, DECIDERS);
  if (deciders.includes(personId) && deciders.length <= 2) throw tooFewDeciders();
}

function lastAdministrator(organisation: string) {
  return conflict(
    'This is the last administrator',
    `${organisation} needs at least one person who has signed up and is Organisation Administrator without an end date. Make somebody else one first, then try again. Nothing was changed.`,
  );
}

function tooFewDeciders() {
  return conflict(
    'Too few people could agree',
    'Your organisation has asked for two people for dangerous acts, so at least two must be Organisation Administrator or Approver without an end date. Make somebody else one first, then try again. Nothing was changed.',
  );
}
