export { returnRoutes } from './routes.ts';
export { addReturn } from './store.ts';
export { RECEIVED, returnTasks } from './tasks.ts';
