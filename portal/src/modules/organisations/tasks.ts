import type { Context } from '../../context.ts';
import type { Schedule, Task } from '../../platform/queue/worker.ts';
import { forgetOldImports } from './import/store.ts';

const FORGET = 'organisations.forget-imports';

/** Rows of files that nobody confirmed are dropped within the hour after their day is over. */
export const organisationSchedules: readonly Schedule[] = [{ task: FORGET, cron: '35 * * * *' }];

export function organisationTasks({ db, clock }: Context): readonly Task[] {
  return [{ name: FORGET, run: async () => void (await forgetOldImports(db, clock)) }];
}
