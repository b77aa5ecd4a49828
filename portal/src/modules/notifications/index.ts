export { notificationRoutes } from './routes.ts';
export { type Notice, tell } from './store.ts';
export { notificationTasks } from './tasks.ts';
