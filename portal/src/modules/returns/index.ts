import type { returnRoutes as Routes } from './routes.ts';

export { addReturn } from './store.ts';
export { RECEIVED, returnTasks } from './tasks.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const returnRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).returnRoutes(...given);
