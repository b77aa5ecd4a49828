import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { accountPageRoutes } from './account-routes.ts';
import { appRoutes } from './app-routes.ts';
import { confirmRoutes } from './confirm-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { passkeySignInRoutes } from './passkey-sign-in.ts';
import { phoneRoutes } from './phone-routes.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { setUpRoutes } from './set-up-routes.ts';
import { otherStepRoutes } from './step-routes.ts';

/** Ways to prove who one is: using them, setting them up, and one's own account. */
export function factorRoutes(app: App, context: Context): void {
  passkeySignInRoutes(app, context);
  otherStepRoutes(app, context);
  setUpRoutes(app, context);
  confirmRoutes(app, context);
  accountPageRoutes(app, context);
  appRoutes(app, context);
  passkeyRoutes(app, context);
  phoneRoutes(app, context);
  recoveryRoutes(app, context);
}
