import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { boardRoutes } from './board-routes.ts';
import { importRoutes } from './import-routes.ts';
import { materialsRoutes } from './materials-routes.ts';
import { retentionRoutes } from './retention-routes.ts';
import { setUpRoutes } from './set-up-routes.ts';

/** Recordings: the awarding body's side. */
export function bodyRoutes(app: App, context: Context): void {
  setUpRoutes(app, context);
  boardRoutes(app, context);
  materialsRoutes(app, context);
  retentionRoutes(app, context);
  importRoutes(app, context);
}
