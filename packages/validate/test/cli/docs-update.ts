/** Writes the commands' own words into docs/cli.md: `node packages/validate/test/cli/docs-update.ts`, then read the difference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { DOCUMENT, renewed } from './docs.ts';

writeFileSync(DOCUMENT, await renewed(readFileSync(DOCUMENT, 'utf8')));
