import type { accountRoutes as Routes } from './routes.ts';

export { authoriser, decorate, sessionCookie, viewerFor } from './authentication.ts';
export { may, type Permission, RESPONSIBLE_OFFICER, type Viewer } from './model.ts';
export { addPerson, recipients } from './store.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const accountRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).accountRoutes(...given);
