export { COLLECTIONS, readCollection, readExample, readTemplates } from './files.ts';
export { templateRoutes } from './routes.ts';
export { addCollection, EditionChangedError, findTemplate, otherTemplates, publishTemplates } from './store.ts';
