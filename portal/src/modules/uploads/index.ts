export type { UploadLimits } from './model.ts';
export { findFile, ownUpload, unfinishedUploads, uploadFacts } from './queries.ts';
export { uploadRoutes } from './routes.ts';
export { type FileVerdict, scanFile } from './scan.ts';
export { type NewUpload, Uploads } from './store.ts';
export { uploadSchedules, uploadTasks } from './tasks.ts';
