import type { Database } from '../../platform/db/database.ts';
import type { Known } from '../../ui/client/media/match.ts';
import { type CentreWork, codesOf, entriesOf } from './queries.ts';

/** What names of files are compared with. */
export async function known(db: Database, work: CentreWork): Promise<Known> {
  const codes = await codesOf(db, work.centreId, work.sessionId);
  const entries = await entriesOf(db, work);
  return {
    centreNumber: work.centreNumber,
    code: work.code,
    otherCodes: codes.filter((code) => code !== work.code),
    shared: work.rules.shared,
    candidates: entries.map(({ id, number, surname, forename, withdrawnAt, reason, files }) => ({
      id,
      number,
      surname,
      forename,
      withdrawn: withdrawnAt !== null,
      reason,
      files,
    })),
  };
}
