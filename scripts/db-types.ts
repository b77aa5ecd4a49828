/** Writes the TypeScript types of the migrated database: `npm run db:types`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../portal/src/platform/db/embedded/index.ts';
import { generateTypes } from '../portal/src/platform/db/generate-types.ts';
import { migrate } from '../portal/src/platform/db/migrate.ts';

const root = new URL('..', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'garner-types-'));
const server = await startEmbeddedPostgres({ folder, log: () => undefined });
const pool = new pg.Pool({ ...server.connection });
await migrate(pool, join(root, 'portal/migrations'));
await writeFile(join(root, 'portal/src/platform/db/types.generated.ts'), await generateTypes(pool));
await pool.end();
await server[Symbol.asyncDispose]();
await rm(folder, { recursive: true, force: true });
