/** In a checkout `npx garner` is the checkout's own command. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, runIn, runtimes } from './project.ts';

const EXAMPLES = 'collections/templates/ptq-assessment-outcomes/examples/2023-08';
const TEMPLATE = ['--template', 'ptq-assessment-outcomes@2023-08', '--format', 'json', '--findings', 'none'];

describe.each(runtimes())('npx garner with the Node $version', (runtime) => {
  test.each([
    ['the root', '.', `${EXAMPLES}/`],
    // npx goes up to the package's own folder there.
    ['a folder below a package', EXAMPLES, ''],
    ['a folder that is no package', 'docs', `../${EXAMPLES}/`],
  ])('takes names of files as they are from %s', async (_, folder, path) => {
    const order = ['check', `${path}faulty.csv`, ...TEMPLATE, '--against', `${path}context.json`];
    const { code, stdout } = await runIn(join(ROOT, folder), runtime, 'npx', '--no-install', 'garner', ...order);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ file: { name: `${path}faulty.csv` }, rows: 28 });
  });
});
