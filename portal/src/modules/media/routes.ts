import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import type { Uploads } from '../uploads/index.ts';
import { bodyRoutes } from './body/routes.ts';
import { candidateRoutes } from './candidate-routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { finalRoutes } from './final-routes.ts';
import { reasonRoutes } from './reason-routes.ts';
import { viewRoutes } from './view-routes.ts';

/** Recordings: the centre's side, then the awarding body's. */
export async function mediaRoutes(app: App, context: Context, uploads: Uploads): Promise<void> {
  dashboardRoutes(app, context);
  fileRoutes(app, context, uploads);
  candidateRoutes(app, context);
  reasonRoutes(app, context);
  finalRoutes(app, context, uploads);
  viewRoutes(app, context);
  bodyRoutes(app, context);
}
