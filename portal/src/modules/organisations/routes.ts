import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import type { AskerOf } from '../../platform/http/asker.ts';
import type { OnMerge } from './merge.ts';
import { editRoutes } from './routes/edit-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { listRoutes } from './routes/list-routes.ts';
import { mergeRoutes } from './routes/merge-routes.ts';
import { ownRoutes } from './routes/own-routes.ts';
import { relationRoutes } from './routes/relation-routes.ts';

/** Organisations for those who keep them all, and for each its own. `onMerge` moves people, who belong to a later module. */
export function organisationRoutes(app: App, context: Context, askerOf: AskerOf, onMerge?: OnMerge): void {
  const parts = { app, context, askerOf, onMerge };
  ownRoutes(parts);
  listRoutes(parts);
  editRoutes(parts);
  relationRoutes(parts);
  mergeRoutes(parts);
  importRoutes(parts);
}
