import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { askerOf, may, type Permission, type Viewer } from '../../accounts/index.ts';
import { findKind, type ListKind } from './kinds.ts';
import type { Doing } from './model.ts';
import { DONE } from './words.ts';

const KEEPER = 'Qualifications & Units' satisfies Permission;
const READERS: readonly Permission[] = [KEEPER, 'Auditor', 'Data Submissions'];

/** Who may see the lists, and who may change them. */
export const READ = { access: { permission: READERS } } as const;
export const CHANGE = { access: { permission: KEEPER } } as const;

const list = Type.String({ pattern: '^[a-z0-9-]{1,80}$' });
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const List = Type.Object({ list });
export const ListAndId = Type.Object({ list, id });
/** As it was when the form was filled. */
export const version = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });
export const Told = Type.Object({ done: Type.Optional(Type.Union(DONE.map((one) => Type.Literal(one)))) });

/** Whether to show what changes something; the routes themselves say who may. */
export function mayChange(viewer: Viewer): boolean {
  return may(viewer, KEEPER) && !viewer.looking;
}

/** The kind of the list in the address. */
export async function kindOf(db: Database, { list: name }: { readonly list: string }): Promise<ListKind> {
  const kind = await findKind(db, name);
  if (!kind) throw notFound();
  return kind;
}

export function doing({ clock }: Pick<Context, 'clock'>, request: FastifyRequest): Doing {
  return { clock, asker: askerOf(request) };
}
