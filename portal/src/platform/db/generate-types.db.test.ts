import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/database.ts';
import { openPool } from './database.ts';
import { generateTypes } from './generate-types.ts';

test('the written types are those of the migrated database (npm run db:types writes them)', async () => {
  await using stack = new AsyncDisposableStack();
  const pool = openPool(stack.use(await emptyDatabase('garner_template')), 1, () => undefined);
  stack.defer(() => pool.end());
  const written = await readFile(new URL('types.generated.ts', import.meta.url), 'utf8');
  expect(written).toBe(await generateTypes(pool));
});
