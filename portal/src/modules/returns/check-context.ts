import type { CheckContext } from '@garner/validate';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { WriteReference } from '../checks/index.ts';
import { daysOf, writeReference } from '../collections/index.ts';
import { namesInFiles } from '../organisations/index.ts';
import type { ReturnFacts } from './queries.ts';

/** What a return says of itself, for rules that compare a file with it. */
export async function checkContext(
  db: Database,
  { dueDate, period, organisationId }: Pick<ReturnFacts, 'dueDate' | 'period' | 'organisationId'>,
): Promise<CheckContext> {
  return { dueDate, period, organisationNames: await namesInFiles(db, organisationId) };
}

/** The lists of the organisation as they are when they are asked for: codes in use in the time that the return is about. */
export function referencesFor(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { organisationId, ...about }: Pick<ReturnFacts, 'dueDate' | 'period' | 'organisationId'>,
): WriteReference {
  return (list, path) => writeReference(db, { organisationId, list, span: daysOf(about), asOf: clock.now() }, path);
}
