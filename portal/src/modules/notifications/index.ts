import type { notificationRoutes as Routes } from './routes.ts';

export { type Notice, tell } from './store.ts';
export { notificationTasks } from './tasks.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const notificationRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).notificationRoutes(...given);
