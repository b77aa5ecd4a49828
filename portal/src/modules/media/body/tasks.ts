import type { Context } from '../../../context.ts';
import type { Schedule, Task } from '../../../platform/queue/worker.ts';
import { remind } from './board/chase.ts';
import { forgetImports } from './import/store.ts';
import { sumSettled } from './materials/checksums.ts';
import { DESTROY, removeDestroyed } from './retention/destroy.ts';

const REMIND = 'media.remind';
const SUM = 'media.checksums';
const FORGET_IMPORTS = 'media.forget-imports';

/** The jobs of the awarding body's side. Each may run twice. */
export function bodyTasks(context: Context): readonly Task[] {
  return [
    { name: REMIND, run: async () => remind(context) },
    { name: SUM, run: async (_payload, { signal }) => sumSettled(context, signal) },
    {
      name: DESTROY,
      run: async ({ destruction }, { signal }) => removeDestroyed(context, Number(destruction), signal),
    },
    { name: FORGET_IMPORTS, run: async () => void (await forgetImports(context.db, context.clock)) },
  ];
}

export const bodySchedules: readonly Schedule[] = [
  // In the hours in which letters are read; nobody is reminded twice.
  { task: REMIND, cron: '5 7-17 * * *' },
  { task: SUM, cron: '*/5 * * * *' },
  { task: FORGET_IMPORTS, cron: '35 * * * *' },
];
