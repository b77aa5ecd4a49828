import type { uploadRoutes as Routes } from './routes.ts';

export { cleanName, emptyFile, UPLOAD_ID, type UploadLimits } from './model.ts';
export { findFile, ownUpload, unfinishedUploads, uploadFacts } from './queries.ts';
export { type FileVerdict, forgetVerdict, scanFile } from './scan.ts';
export { type NewUpload, Uploads } from './store.ts';
export { uploadSchedules, uploadTasks } from './tasks.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const uploadRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).uploadRoutes(...given);
