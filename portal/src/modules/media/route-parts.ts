import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import { notFound } from '../../platform/http/errors.ts';
import { may, viewerFor } from '../accounts/index.ts';
import { UPLOAD_ID } from '../uploads/index.ts';
import { type FileRow, findMediaFile } from './file-queries.ts';
import { takesChanges, workState } from './model.ts';
import { type CentreWork, findWork } from './queries.ts';
import type { Doer } from './store.ts';

/** What changes something is for people with this permission. */
export const PERMISSION = 'Media Submissions';
export const ACCESS = { access: { permission: PERMISSION } } as const;
/** Pages that only show something. */
export const READ = { access: { permission: [PERMISSION, 'Auditor'] } } as const;

const number = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const ComponentId = Type.Object({ component: number });
export const MediaFileId = Type.Object({ file: Type.String({ pattern: UPLOAD_ID }) });
export const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 }));
/** What is typed to search by. */
export const text = Type.Optional(Type.String({ maxLength: 200 }));
export const id = number;

/** The component as the viewer's centre has it; 404 where they have no entries for it. */
export async function ownWork({ db }: Context, request: FastifyRequest, componentId: number): Promise<CentreWork> {
  const work = await findWork(db, viewerFor(request).organisationId, componentId);
  if (!work) throw notFound();
  return work;
}

/** A file of the viewer's centre, with the work it belongs to. */
export async function ownFile(
  context: Context,
  request: FastifyRequest,
  fileId: string,
): Promise<{ readonly file: FileRow; readonly work: CentreWork }> {
  const file = await findMediaFile(context.db, fileId);
  if (!file || file.centreId !== viewerFor(request).organisationId) throw notFound();
  return { file, work: await ownWork(context, request, file.componentId) };
}

/** Whether to show what changes something; the routes themselves say who may. */
export function mayChange(request: FastifyRequest, work: CentreWork, now: Date): boolean {
  const viewer = viewerFor(request);
  return may(viewer, PERMISSION) && !viewer.looking && takesChanges(workState(work, now));
}

export function doerOf({ clock }: Context, request: FastifyRequest): Doer {
  return { clock, personId: viewerFor(request).personId, address: request.ip };
}

/** A field that was left empty asks for nothing. PostgreSQL takes no NUL. */
export function asked(value: string | undefined): string | undefined {
  return value?.replaceAll('\0', '\uFFFD').trim() || undefined;
}
