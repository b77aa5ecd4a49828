import type { CheckContext } from '@garner/validate';
import type { Database } from '../../platform/db/database.ts';
import { namesInFiles } from '../organisations/index.ts';
import type { ReturnFacts } from './queries.ts';

/** What a return says of itself, for rules that compare a file with it. */
export async function checkContext(
  db: Database,
  { dueDate, period, organisationId }: Pick<ReturnFacts, 'dueDate' | 'period' | 'organisationId'>,
): Promise<CheckContext> {
  return { dueDate, period, organisationNames: await namesInFiles(db, organisationId) };
}
