import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENT, renewed } from './docs.ts';
import { inProcess } from './garner.ts';

const document = readFileSync(DOCUMENT, 'utf8');

// Words that changed on purpose are written anew by `node packages/validate/test/cli/docs-update.ts`.
test('docs/cli.md prints what the program prints', async () => {
  expect(document).toBe(await renewed(document));
});

test('docs/cli.md has the usage and an example of every command', async () => {
  const { stdout } = await inProcess(['help']);
  const names = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!);
  expect(names).toHaveLength(8);
  for (const name of names) {
    expect(document).toContain(`\n## garner ${name}\n`);
    expect(document).toContain(`\n\`\`\`text usage\ngarner ${name} `);
    expect(document).toContain(`\n$ garner ${name}`);
  }
});
