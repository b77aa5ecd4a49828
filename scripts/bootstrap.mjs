// What `npm start`, `npm test` and `npm run dev` run first. Plain JavaScript without dependencies, for the machine's own
// Node: it installs what is missing, then goes on with the Node that npm installed for Garner.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.cache/garner/installed');
const windows = process.platform === 'win32';
const [wish = 'start', ...rest] = process.argv.slice(2);

/** Runs a program in the root folder and ends with it when it fails. */
function run(program, args, environment = {}) {
  const { status, error, signal } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: windows && program === 'npm',
  });
  if (error) fail(`${program} could not be run: ${error.message}`);
  if (signal || status !== 0) process.exit(status ?? 1);
}

function fail(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Installs exactly what the lock file says, unless that has been done. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing what Garner needs. This takes about a minute, once.');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node that npm installed, or the machine's own where it is new enough. */
function findNode() {
  const packaged = join(modules, '.bin', windows ? 'node.cmd' : 'node');
  if (existsSync(packaged)) return packaged;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 2)) return process.execPath;
  return fail(
    `Garner needs Node 24 here. There is no packaged one for ${process.platform} ${process.arch}; install it, then try again.`,
  );
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Garner needs Node 20.19 or newer; this is ${process.versions.node}.`);
install();
const node = findNode();
const path = { PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}` };
const portal = ['--import', './portal/tsx-hook.mjs'];

if (wish === 'start') {
  run(node, [...portal, 'portal/src/main.ts'], {
    ...path,
    GARNER_DEMO: process.env.GARNER_DEMO ?? (process.env.DATABASE_URL ? 'no' : 'yes'),
  });
} else if (wish === 'dev') {
  run(node, ['--watch-path=portal/src', '--watch-path=packages', ...portal, 'portal/src/main.ts'], {
    ...path,
    GARNER_DEMO: process.env.GARNER_DEMO ?? 'yes',
  });
} else if (wish === 'test') {
  // Naming some tests means wanting only those; options alone do not.
  if (rest.every((word) => word.startsWith('-'))) run(node, ['scripts/check.mjs'], path);
  run(node, [join(modules, 'vitest/vitest.mjs'), 'run', ...rest], path);
} else {
  fail(`There is no “${wish}”.`);
}
