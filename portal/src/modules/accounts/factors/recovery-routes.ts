import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { viewerFor } from '../authentication.ts';
import { safeNext } from '../model.ts';
import { MadeCodesPage, RecoveryCodesPage } from '../pages/account-recovery.tsx';
import { ownerOf } from './account.ts';
import { next } from './fields.ts';
import { makeRecoveryCodes, recoveryCodesLeft } from './recovery-codes.ts';

const RECENT = { access: 'signed-in', recent: true } as const;
const Where = Type.Object({ next });

/** Recovery codes: how many are left, and ten new ones, shown once. */
export function recoveryRoutes(app: App, context: Context): void {
  app.get('/account/recovery-codes', { config: RECENT, schema: { querystring: Where } }, async (request, reply) => {
    const left = await recoveryCodesLeft(context.db, viewerFor(request).personId);
    return reply.page(RecoveryCodesPage({ frame: reply.frame(), left, next: safeNext(request.query.next) }));
  });

  app.post('/account/recovery-codes', { config: RECENT, schema: { body: Where } }, async (request, reply) => {
    const codes = await makeRecoveryCodes(context, ownerOf(context, request));
    // Shown in this answer and never again: only what they are compared with is kept.
    return reply.page(MadeCodesPage({ frame: reply.frame(), codes, next: safeNext(request.body.next) }));
  });
}
