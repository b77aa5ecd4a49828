import type { Context } from './context.ts';
import { accountSchedules, accountTasks } from './modules/accounts/index.ts';
import { auditKey, auditSchedules, auditTasks } from './modules/audit/index.ts';
import { mediaSchedules, mediaTasks } from './modules/media/index.ts';
import { notificationTasks } from './modules/notifications/index.ts';
import { organisationSchedules, organisationTasks } from './modules/organisations/index.ts';
import { returnTasks } from './modules/returns/index.ts';
import { Uploads, uploadSchedules, uploadTasks } from './modules/uploads/index.ts';
import { outboxSchedules, outboxTasks } from './platform/outbox/index.ts';
import { startWorker } from './platform/queue/worker.ts';

/** The whole worker: every task, every schedule. */
export async function buildWorker(context: Context) {
  const tasks = [
    ...outboxTasks(context),
    ...auditTasks(context, await auditKey(context.config, { make: true })),
    ...organisationTasks(context),
    ...accountTasks(context),
    ...notificationTasks(context),
    ...uploadTasks(context, new Uploads(context)),
    ...returnTasks(context),
    ...mediaTasks(context),
  ];
  const schedules = [
    ...outboxSchedules,
    ...auditSchedules,
    ...organisationSchedules,
    ...accountSchedules,
    ...uploadSchedules,
    ...mediaSchedules,
  ];
  return startWorker(context, tasks, schedules, context.config.workerConcurrency);
}
