import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { developmentRoutes } from './development-routes.ts';
import { factorRoutes } from './factors/routes.ts';
import { linkRoutes } from './links/link-routes.ts';
import { ownRoutes } from './links/own-routes.ts';
import { lookingRoutes } from './looking-routes.ts';
import { passwordRoutes } from './sign-in/password-routes.ts';
import { stepRoutes } from './sign-in/step-routes.ts';
import { singleSignOnRoutes } from './single-sign-on/routes.ts';
import { userRoutes } from './users/routes.ts';

/** Signing in and out, one's own account, the people of an organisation. */
export function accountRoutes(app: App, context: Context): void {
  passwordRoutes(app, context);
  stepRoutes(app, context);
  factorRoutes(app, context);
  singleSignOnRoutes(app, context);
  linkRoutes(app, context);
  ownRoutes(app, context);
  lookingRoutes(app, context);
  userRoutes(app, context);
  if (context.config.demo) developmentRoutes(app, context);
}
