import type { Database } from '../../platform/db/database.ts';
import type { Known } from '../../ui/client/media/match.ts';
import { type CentreWork, dashboard, entriesOf } from './queries.ts';

/** What names of files are compared with. */
export async function known(db: Database, work: CentreWork): Promise<Known> {
  const all = await dashboard(db, work.centreId, { session: work.sessionId });
  const entries = await entriesOf(db, work);
  return {
    centreNumber: work.centreNumber,
    code: work.code,
    otherCodes: all.map(({ code }) => code).filter((code) => code !== work.code),
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
