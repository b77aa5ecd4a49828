import type { Context } from './context.ts';
import { notificationTasks } from './modules/notifications/index.ts';
import { returnTasks } from './modules/returns/index.ts';
import { Uploads, uploadSchedules, uploadTasks } from './modules/uploads/index.ts';
import { startWorker } from './platform/queue/worker.ts';

/** The whole worker: every task, every schedule. */
export function buildWorker(context: Context) {
  const tasks = [...notificationTasks(context), ...uploadTasks(context, new Uploads(context)), ...returnTasks(context)];
  return startWorker(context, tasks, [...uploadSchedules], context.config.workerConcurrency);
}
