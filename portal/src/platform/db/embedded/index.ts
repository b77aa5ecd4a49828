/**
 * A PostgreSQL server of our own beside this process, over a folder: the default where no DATABASE_URL is set.
 *
 * `defaultFolderFor` says where, `claimFolder` takes the folder for one process, `startEmbeddedPostgres` runs the
 * server. Every refusal is a `CannotStartError` whose message can be printed as it is.
 */
export { claimFolder, type FolderClaim } from './claim.ts';
export { defaultFolderFor } from './default-folder.ts';
export type { Connection } from './endpoint.ts';
export { CannotStartError } from './errors.ts';
export { type EmbeddedPostgres, type StartOptions, startEmbeddedPostgres } from './start.ts';
