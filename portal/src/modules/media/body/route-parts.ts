import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { may, viewerFor } from '../../accounts/index.ts';
import { UPLOAD_ID } from '../../uploads/index.ts';
import { type ComponentFacts, findComponent, findSession, type SessionFacts } from './queries.ts';

const COLLECTOR = 'Collector';
const SET_UP = 'Qualifications & Units';

/** The board, materials, more time, opening again, quarantine, destruction. */
export const COLLECT = { access: { permission: COLLECTOR } } as const;
/** Pages about them that only show something. */
export const COLLECT_READ = { access: { permission: [COLLECTOR, 'Auditor'] } } as const;
/** Sessions, components, entries. */
export const CHANGE = { access: { permission: SET_UP } } as const;
/** Pages that everybody concerned reads. */
export const READ = { access: { permission: [COLLECTOR, SET_UP, 'Auditor'] } } as const;

export const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 }));
/** Longer than anything that is right, so that a long value is answered at its field. */
export const text = Type.Optional(Type.String({ maxLength: 5000 }));
export const several = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }));
/** Which banner is shown after a change. */
export const done = Type.Optional(Type.String({ maxLength: 40 }));
export const SessionId = Type.Object({ session: id });
export const ComponentId = Type.Object({ component: id });
export const WorkId = Type.Object({ component: id, centre: id });
export const FileId = Type.Object({ file: Type.String({ pattern: UPLOAD_ID }) });

/** Who acts, for which awarding body. */
export interface Actor {
  readonly personId: number;
  readonly bodyId: number;
  readonly address: string;
}

export function actorOf(request: FastifyRequest): Actor {
  const { personId, organisationId } = viewerFor(request);
  return { personId, bodyId: organisationId, address: request.ip };
}

/** Whether to show what sets sessions up; the routes themselves say who may. */
export function maySetUp(request: FastifyRequest): boolean {
  const viewer = viewerFor(request);
  return may(viewer, SET_UP) && !viewer.looking;
}

/** Whether to show what collects: materials, chasing, more time; the routes themselves say who may. */
export function mayCollect(request: FastifyRequest): boolean {
  const viewer = viewerFor(request);
  return may(viewer, COLLECTOR) && !viewer.looking;
}

/** A session of the viewer's organisation; else the same 404 as for one that does not exist. */
export async function ownSession(
  { db }: Pick<Context, 'db'>,
  request: FastifyRequest,
  sessionId: number,
): Promise<SessionFacts> {
  const session = await findSession(db, viewerFor(request).organisationId, sessionId);
  if (!session) throw notFound();
  return session;
}

/** A component of a session of the viewer's organisation. */
export async function ownComponent(
  { db }: Pick<Context, 'db'>,
  request: FastifyRequest,
  componentId: number,
): Promise<ComponentFacts> {
  const component = await findComponent(db, viewerFor(request).organisationId, componentId);
  if (!component) throw notFound();
  return component;
}
