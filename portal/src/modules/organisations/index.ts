import type { organisationRoutes as Routes } from './routes.ts';

export { type Doing, recordChange } from './changes.ts';
export { type CheckedRow, type ReadRows, readRows } from './import/read-rows.ts';
export { endImport, forgetOldImports, giveUpImport, type KeptImport, keepImport, keptImport } from './import/store.ts';
export type { OnMerge } from './merge.ts';
export { KIND_WORDS, KINDS, type OrganisationKind } from './model.ts';
export type { RelationKind } from './relations.ts';
export { addRelation, isRelated, type Relation, relationsOf } from './relations-store.ts';
export { addOrganisation, anyOrganisation, type NewOrganisation, namesInFiles, setTwoPerson } from './store.ts';
export { organisationSchedules, organisationTasks } from './tasks.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const organisationRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).organisationRoutes(...given);
