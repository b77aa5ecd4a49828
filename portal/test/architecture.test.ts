/** What the parts of Garner may do with each other. Each rule is shown a file that breaks it, then the repository. */
import { expect, test } from 'vitest';
import { cycles, engineFaults, layerFaults, moduleFaults, wordFaults } from './architecture/layers.ts';
import { filesEnding, isTest, type Source } from './architecture/sources.ts';
import { owners, writeFaults } from './architecture/tables.ts';

/** A module imports only those before it. */
const MODULES = [
  'audit',
  'organisations',
  'accounts',
  'notifications',
  'collections',
  'uploads',
  'checks',
  'returns',
  'learners',
  'census',
  'media',
  'api',
];
const LONGEST = 400;

const code = filesEnding(['.ts', '.tsx', '.mjs']);
const migrations = filesEnding(['.sql']);
const one = (path: string, text: string): Source[] => [{ path, text }];
const tables = owners(migrations, MODULES);

test('there is code to look at', () => {
  expect(code.length).toBeGreaterThan(150);
  expect(migrations.length).toBeGreaterThan(8);
  expect([...tables.owner.keys()]).toContain('submission');
});

test('a module imports only modules before it, and only by index.ts', () => {
  const later = one('portal/src/modules/audit/a.ts', "import { x } from '../returns/index.ts';");
  const inner = one('portal/src/web.ts', "import {\n  x,\n} from './modules/returns/store.ts';");
  const unlisted = one('portal/src/modules/extras/a.ts', '');
  for (const offender of [later, inner, unlisted]) expect(moduleFaults(offender, MODULES)).toHaveLength(1);
  expect(moduleFaults(code, MODULES)).toEqual([]);
});

test('the platform knows no pages and no domain, the pages no domain, the engine nothing of the portal', () => {
  const offenders = [
    one('portal/src/platform/csv.ts', "import { html } from '../ui/govuk/index.ts';"),
    one('portal/src/platform/csv.ts', "import type { Context } from '../context.ts';"),
    one('portal/src/ui/words.ts', "export { x } from '../modules/audit/index.ts';"),
    one('portal/src/modules/audit/index.ts', "const { x } = await import('../../config.ts');"),
    one('packages/validate/src/text.ts', "import '../../../portal/src/platform/csv.ts';"),
  ];
  for (const offender of offenders) expect(layerFaults(offender)).toHaveLength(1);
  expect(layerFaults(code)).toEqual([]);
});

test('the portal has the engine by its public names only', () => {
  const offenders = [
    one('portal/src/a.ts', "import { x } from '@garner/validate/src/cell.ts';"),
    one('portal/test/a.ts', "import { x } from '../../packages/validate/src/cell.ts';"),
  ];
  for (const offender of offenders) expect(engineFaults(offender)).toHaveLength(1);
  expect(engineFaults(code)).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const ring = [...one('portal/a.ts', "import './b.ts';"), ...one('portal/b.ts', "import type { a } from './a.ts';")];
  expect(cycles(ring)).toEqual(['portal/a.ts → portal/b.ts → portal/a.ts']);
  expect(cycles(code)).toEqual([]);
});

test('every migration names the owner of its tables', () => {
  expect(owners(one('portal/migrations/9.sql', 'create table a (b int)'), MODULES).faults).toHaveLength(1);
  expect(
    owners(one('portal/migrations/9.sql', '-- owner: nobody\ncreate table a (b int)'), MODULES).faults,
  ).toHaveLength(1);
  expect(tables.faults).toEqual([]);
});

test('only its owner writes a table', () => {
  const offenders = [
    one('portal/src/modules/checks/store.ts', "trx\n.insertInto('submission')"),
    one('portal/src/modules/checks/store.ts', 'await sql`update submission set number = 1`.execute(trx)'),
    one('portal/src/demo/index.ts', "pool.query('delete from return where id = 1')"),
    one('portal/migrations/0099-checks.sql', '-- owner: checks\nalter table submission add column note text;'),
  ];
  for (const offender of offenders) expect(writeFaults(offender, tables.owner)).toHaveLength(1);
  expect(writeFaults([...code, ...migrations], tables.owner)).toEqual([]);
});

test(`no file written by hand is longer than ${LONGEST} lines`, () => {
  const long = [...code, ...migrations, ...filesEnding(['.scss', '.css'])]
    .filter(({ path, text }) => !path.includes('.generated.') && text.split('\n').length > LONGEST + 1)
    .map(({ path }) => path);
  expect(long).toEqual([]);
});

const WORDS: readonly [what: string, word: RegExp, where: RegExp, mayUse: RegExp, example: string][] = [
  [
    // The hook runs before any of Garner and tells threads of Node's own cache; the bundler only names it in scripts. The
    // command hands it to its commands as one of the things of the process.
    'the environment is read in config.ts and cli.ts alone',
    /\bprocess\.env\b|from 'node:process'/,
    /^(portal|packages)\//,
    /^portal\/(src\/config\.ts|src\/ui\/assets\/bundle\.ts|tsx-hook\.mjs)$|^packages\/validate\/src\/cli\.ts$/,
    "const port = process.env['PORT'];",
  ],
  [
    'the wall clock is read in clock.ts alone',
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/,
    /^(portal|packages)\//,
    /^portal\/src\/platform\/clock\.ts$|^portal\/src\/ui\/client\//,
    'const now = new Date();',
  ],
  [
    'the engine has Node in node.ts, node/, cli.ts and cli/ alone',
    /['"]node:|\b(from|import|import\()\s*['"](fs|path|stream|buffer|crypto)\b|\bBuffer\b|\bprocess\.\w/,
    /^packages\/validate\/src\//,
    /^packages\/validate\/src\/(node|cli)(\.ts$|\/)/,
    "import { readFile } from 'node:fs/promises';",
  ],
  [
    'every route is made by the one app, which refuses those that do not say who may use them',
    /import (?!type)[^;]*\bfrom 'fastify'/,
    /^portal\/src\//,
    /^portal\/src\/platform\/http\/app\.ts$/,
    "import Fastify from 'fastify';",
  ],
  ['the collections are data: no code but tests', /[\s\S]/, /^collections\//, /\.test\.ts$/, 'export {};'],
];

test.each(WORDS)('%s', (_what, word, where, mayUse, example) => {
  const folder = where.source.replace(/^\^\(?(\w+)[^/]*/, '$1').replace(/\\\/.*$/, '');
  const offender = one(`${folder}/${folder === 'packages' ? 'validate/src' : 'src'}/offender.ts`, example);
  const applies = (path: string): boolean => where.test(path) && (folder === 'collections' || !isTest(path));
  expect(wordFaults(offender, word, applies, (path) => mayUse.test(path))).toHaveLength(1);
  expect(wordFaults(code, word, applies, (path) => mayUse.test(path))).toEqual([]);
});
