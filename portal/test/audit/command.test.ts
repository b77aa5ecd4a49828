/** garner-audit: what it prints, and how it ends. */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAuditCommand } from '../../src/audit-command.ts';
import { sealChain } from '../../src/modules/audit/index.ts';
import { type AuditStage, KEY, openStage, tamperer, write } from './stage.ts';

let garner: AuditStage;
beforeAll(async () => {
  garner = await openStage();
  await garner.owner.query(
    `insert into organisation (kind, name, names_in_files) values ('regulator', 'The Regulator', '{}')`,
  );
  await write(garner, 4, { organisationId: 1 });
  await sealChain(garner.context, KEY);
});
afterAll(() => garner[Symbol.asyncDispose]());

async function run(line: string, config: object = { auditKey: String(KEY) }) {
  let [out, say] = ['', ''];
  const code = await runAuditCommand(line.split(' ').filter(Boolean), {
    config: () => ({ ...garner.context.config, ...config }),
    connection: garner.context.connection,
    out: async (text) => void (out += text),
    say: (text) => void (say += text),
  });
  return { code, out, say };
}

test('a whole chain: 0', async () => {
  const { code, out, say } = await run('verify');
  expect({ code, say }).toEqual({ code: 0, say: '' });
  expect(out).toMatch(
    /^The audit chain is whole\.\nEvents: 4, of which 0 without details by retention\.\nSeals: 1\.\n/,
  );
  const json = await run('verify --json');
  expect(JSON.parse(json.out)).toMatchObject({ whole: true, length: 4, checked: 4, seals: 1, erased: 0, remarks: [] });
});

test('a broken one: 1, and where', async () => {
  await using owner = await tamperer(garner);
  await owner.query(`update audit_event set action = 'x' where subject = 'thing 3'`);
  const { code, out } = await run('verify');
  expect(code).toBe(1);
  expect(out).toContain('The audit chain is broken: The event is not what it was');
  expect(out).toContain('Kind: event-changed. At position 3, event 3. Events before it that hold: 2 of 4.');
  const json = await run('verify --json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ whole: false, first: { kind: 'event-changed', position: 3, event: 3 } });
  await owner.query(`update audit_event set action = 'tests.happened' where subject = 'thing 3'`);
  expect((await run('verify')).code).toBe(0);
});

test('one that could not be checked: 2, with what to do', async () => {
  const { dataFolder } = garner.context.config;
  const none = await run('verify', { auditKey: undefined });
  expect(none).toMatchObject({ code: 2, out: '' });
  expect(none.say).toContain('Set GARNER_AUDIT_KEY, or restore the file from a backup.');
  await writeFile(join(dataFolder, 'audit.key'), `${KEY}\n`);
  expect((await run('verify', { auditKey: undefined })).code).toBe(0);
  await rm(join(dataFolder, 'audit.key'));
  const elsewhere = await run('verify', { dataFolder: join(dataFolder, 'nowhere') });
  expect(elsewhere).toMatchObject({ code: 2, out: '' });
  expect(elsewhere.say).toContain('Set GARNER_DATA.');
});

test('with another key than that of the seals: 1', async () => {
  const { code, out } = await run('verify', { auditKey: 'x'.repeat(40) });
  expect(code).toBe(1);
  expect(out).toContain("was not made with Garner's key, or was changed");
});

test('an organisation’s events as CSV', async () => {
  const { code, out } = await run('export --organisation 1');
  expect(code).toBe(0);
  const lines = out.trim().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toContain('tests.happened,thing 4');
});

test.each([
  ['', 'Say what to do.'],
  ['check', 'There is no “check”.'],
  ['verify everything', '“everything” is one word too many.'],
  ['verify --force', "Unknown option '--force'"],
  ['export', 'Say whose events: --organisation and its number.'],
  ['export --organisation x', 'Say whose events'],
  ['export --organisation 99', 'There is no organisation 99.'],
])('“%s” is not understood: 2', async (line, words) => {
  const { code, out, say } = await run(line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(say).toContain(words);
  expect(say).toContain('Usage:');
});

test('as a program of its own', async () => {
  const program = fileURLToPath(new URL('../../src/audit-command.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--help']);
  expect(stdout).toMatch(/^Usage:/);
  const failed = promisify(execFile)(process.execPath, [program, 'verify'], {
    env: {
      ...{ GARNER_DATA: garner.context.config.dataFolder, GARNER_AUDIT_KEY: String(KEY) },
      DATABASE_URL: `postgresql://nobody@localhost/none?host=${garner.context.config.dataFolder}`,
    },
  });
  await expect(failed).rejects.toMatchObject({ code: 2, stdout: '' });
});
