import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { App } from '../../../platform/http/app.ts';
import type { AskerOf } from '../../../platform/http/asker.ts';
import { notFound } from '../../../platform/http/errors.ts';
import type { Doing } from '../changes.ts';
import type { OnMerge } from '../merge.ts';
import { findOrganisation, type Organisation } from '../organisation.ts';

/** What every part of the routes is given. */
export interface Parts {
  readonly app: App;
  readonly context: Context;
  readonly askerOf: AskerOf;
  /** Moves people in a merge; memberships belong to a later module. */
  readonly onMerge: OnMerge | undefined;
}

/** For collector administrators: they keep the organisations of this Garner. */
export const ADMIN = { access: { permission: 'Collector Administrator' } } as const;
export const ADMIN_RECENT = { ...ADMIN, recent: true } as const;

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Id = Type.Object({ id });
export const IdAndOther = Type.Object({ id, other: id });
export const version = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
/** Longer than anything that is right, so that a long value is answered at its field. */
export const text = Type.Optional(Type.String({ maxLength: 5000 }));
/** Which banner is shown after a change. */
export const done = Type.Optional(Type.String({ maxLength: 30 }));

export function doingOf({ context, askerOf }: Parts, request: FastifyRequest): Doing {
  return { clock: context.clock, asker: askerOf(request) };
}

/** The organisation of an address; 404 where there is none. */
export async function organisationOf(db: Database, organisationId: number): Promise<Organisation> {
  const found = await findOrganisation(db, organisationId);
  if (!found) throw notFound();
  return found;
}
