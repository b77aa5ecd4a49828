import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { generateTypes } from './generate-types.ts';

test('the written types are those of the migrated database (npm run db:types writes them)', async () => {
  await using stack = new AsyncDisposableStack();
  const pool = new pg.Pool({ ...inject('postgres'), database: 'garner_template' });
  stack.defer(() => pool.end());
  const written = await readFile(new URL('types.generated.ts', import.meta.url), 'utf8');
  expect(written).toBe(await generateTypes(pool));
});
