import type { mediaRoutes as Routes } from './routes.ts';

export { makeSession, readMediaSession } from './body/data.ts';
export type { ComponentRules } from './model.ts';
export { addComponent, addSession, enter, type NewComponent, type NewEntry } from './set-up.ts';
export { mediaSchedules, mediaTasks } from './tasks.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const mediaRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).mediaRoutes(...given);
