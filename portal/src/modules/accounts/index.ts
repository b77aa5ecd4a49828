import type { accountRoutes as Routes } from './routes.ts';

export { askerOf, auditReaderOf, authoriser, decorate, sessionCookie, viewerFor } from './authentication.ts';
export { trustBrowser } from './browsers.ts';
export { mergePeople } from './merge-people.ts';
export { may, type Permission, RESPONSIBLE_OFFICER, type Viewer } from './model.ts';
export { addMembership, addPerson, type NewPerson, recipients } from './people.ts';
export { accountSchedules, accountTasks } from './tasks.ts';
export { type Act, type ActKind, type ActPayload, dangerous, registerAct } from './users/acts.ts';
export { type AddedUser, addUser, planUser, type UserPlan } from './users/add-user.ts';
export type { Fault, UserInput } from './users/fields.ts';
export { type Actor, actorOf } from './users/guards.ts';
export { tellOperators } from './users/operators.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const accountRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).accountRoutes(...given);
