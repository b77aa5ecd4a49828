import type { templateRoutes as Routes } from './routes.ts';

export { COLLECTIONS, readCollection, readExample, readTemplates } from './files.ts';
export { kindNamed } from './lists/kinds.ts';
export { daysOf } from './lists/model.ts';
export { type UsedList, writeReference } from './lists/reference.ts';
export { codesInWords } from './lists/words.ts';
export { TemplateRefusedError } from './publication.ts';
export {
  addCollection,
  EditionChangedError,
  findTemplate,
  listTemplates,
  otherTemplates,
  publishTemplates,
} from './store.ts';

/** The module's routes and pages, loaded only by processes that serve them. */
export const templateRoutes = async (...given: Parameters<typeof Routes>): Promise<void> =>
  (await import('./routes.ts')).templateRoutes(...given);
