export { authoriser, decorate, sessionCookie, viewerFor } from './authentication.ts';
export { type Permission, RESPONSIBLE_OFFICER, type Viewer } from './model.ts';
export { accountRoutes } from './routes.ts';
export { addPerson, recipients } from './store.ts';
