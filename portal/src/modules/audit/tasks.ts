import type { Context } from '../../context.ts';
import type { Schedule, Task } from '../../platform/queue/worker.ts';
import { CHECK, runAskedCheck, runNightlyCheck } from './checks.ts';
import { eraseOldDetails } from './retention.ts';
import { sealChain } from './seal.ts';

const SEAL = 'audit.seal';
const RETAIN = 'audit.retain';

/** A seal every quarter of an hour in which something happened; old details and the whole chain once a night. */
export const auditSchedules: readonly Schedule[] = [
  { task: SEAL, cron: '*/15 * * * *', atStart: true },
  { task: RETAIN, cron: '20 2 * * *' },
  { task: CHECK, cron: '50 2 * * *' },
];

/** Seals the chain, checks it, and applies the retention. `key` signs the seals. */
export function auditTasks(context: Context, key: Buffer): readonly Task[] {
  return [
    { name: SEAL, run: async () => void (await sealChain(context, key)) },
    {
      name: RETAIN,
      run: async (_payload, { signal }) => void (await eraseOldDetails(context.db, context.clock, { signal })),
    },
    {
      name: CHECK,
      run: ({ check }, { signal }) =>
        typeof check === 'number' ? runAskedCheck(context, key, check, signal) : runNightlyCheck(context, key, signal),
      async died({ check }) {
        if (typeof check !== 'number') return;
        await context.db
          .updateTable('audit_check')
          .set({ state: 'failed', ended_at: context.clock.now() })
          .where('id', '=', check)
          .execute();
      },
    },
  ];
}
