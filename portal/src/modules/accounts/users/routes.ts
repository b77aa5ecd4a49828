import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { actRoutes } from './act-routes.ts';
import { addRoutes } from './add-routes.ts';
import { dangerRoutes } from './danger-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { importRoutes } from './import/routes.ts';
import { listRoutes } from './list-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

/** The people of an organisation: the list, adding, changing, deleting; acts that need two people; settings. */
export function userRoutes(app: App, context: Context): void {
  listRoutes(app, context);
  addRoutes(app, context);
  importRoutes(app, context);
  editRoutes(app, context);
  dangerRoutes(app, context);
  actRoutes(app, context);
  settingsRoutes(app, context);
}
