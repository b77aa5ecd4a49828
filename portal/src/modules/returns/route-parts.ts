import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../platform/db/database.ts';
import { notFound } from '../../platform/http/errors.ts';
import { may, viewerFor } from '../accounts/index.ts';
import { UPLOAD_ID } from '../uploads/index.ts';
import { findReturn, type ReturnFacts } from './queries.ts';

/** What sends a file is for people with this permission. */
export const ACCESS = { access: { permission: 'Data Submissions' } } as const;
/** Pages that only show something. */
export const READ = { access: { permission: ['Data Submissions', 'Auditor'] } } as const;

/** Whether to show what sends a file; the routes themselves say who may. */
export function mayAct(request: FastifyRequest): boolean {
  const viewer = viewerFor(request);
  return may(viewer, ACCESS.access.permission) && !viewer.looking;
}

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const ReturnId = Type.Object({ id });
export const SubmissionId = Type.Object({ id, number: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });
export const UploadId = Type.Object({ id, upload: Type.String({ pattern: UPLOAD_ID }) });

/** The return, if it is the viewer's organisation's; else the same 404 as for one that does not exist. */
export async function ownReturn(db: Database, request: FastifyRequest, returnId: number): Promise<ReturnFacts> {
  const owed = await findReturn(db, viewerFor(request).organisationId, returnId);
  if (!owed) throw notFound();
  return owed;
}
