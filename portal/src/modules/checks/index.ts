export { findingsAsCsv, findingsAsJson } from './downloads.ts';
export {
  allFindings,
  type CheckOutcome,
  type CountRow,
  checkOutcome,
  type FindingsFilter,
  type FindingsPage,
  findingCounts,
  findingsPage,
} from './queries.ts';
export { beginCheck, runCheck } from './store.ts';
