import type { auditRoutes as Routes } from './routes.ts';

export { historyCsv } from './history-csv.ts';
export { type AuditKeySettings, auditKey, NoAuditKeyError } from './key.ts';
export type { Break, Progress, Verification } from './model.ts';
export { allHistory } from './queries.ts';
export { type AuditEvent, record } from './record.ts';
export { RETENTION } from './retention.ts';
export type { AuditReader } from './routes.ts';
export { sealChain } from './seal.ts';
export { auditSchedules, auditTasks } from './tasks.ts';
export { type VerifyOptions, verified, verifyChain } from './verify.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const auditRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).auditRoutes(...given);
