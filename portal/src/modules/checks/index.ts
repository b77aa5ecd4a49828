import type { checkRoutes as Routes } from './routes.ts';

export { findingsAsCsv, findingsAsJson } from '@garner/validate/findings-file';
export { type CheckOffer, checkOffer } from './offer.ts';
export {
  allFindings,
  type CheckOutcome,
  type CountRow,
  checkOutcome,
  type FindingsFilter,
  type FindingsPage,
  findingCounts,
  findingsPage,
  listsUsed,
} from './queries.ts';
export { beginCheck, runCheck, type WriteReference } from './store.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const checkRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).checkRoutes(...given);
