/** How runs end that do not come to their end: stopped, killed, nobody reading, no room. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ended, folder, garner, PTQ_EXAMPLES, start } from './garner.ts';

const PTQ = ['--template', 'ptq-assessment-outcomes'];
const VALID = readFileSync(join(PTQ_EXAMPLES, 'valid.csv'), 'utf8');
const ROW = VALID.split('\n')[1]!;
/** More than a pipe holds, so that a write that is done means that the program reads. */
const MUCH = `${VALID}${`${ROW}\n`.repeat(20_000)}`;

/** Gives standard input more than a pipe holds; done once the program has taken nearly all of it. */
async function feed(child: { readonly stdin: NodeJS.WritableStream }): Promise<void> {
  await new Promise<void>((done) => child.stdin.write(MUCH, () => done()));
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'stopped by %s while it reads: 130, and nothing is left behind',
  async (signal) => {
    const [cwd, temporary] = [folder(), folder()];
    const child = start(['check', '-', ...PTQ, '--out', 'out.json', '--format', 'json'], {
      cwd,
      env: { TMPDIR: temporary },
    });
    await feed(child);
    expect(readdirSync(cwd)).toEqual([expect.stringMatching(/^out\.json\..*\.part$/)]);
    child.kill(signal);
    const { code, stdout, stderr } = await ended(child);
    expect([code, stdout, stderr]).toEqual([130, '', 'garner: stopped. Nothing was left behind.\n']);
    expect([readdirSync(cwd), readdirSync(temporary)]).toEqual([[], []]);
  },
);

test('killed outright, it leaves no copy of what it read', async () => {
  const temporary = folder();
  const child = start(['check', '-', ...PTQ], { env: { TMPDIR: temporary } });
  await feed(child);
  child.kill('SIGKILL');
  expect((await ended(child)).code).toBe(null);
  expect(readdirSync(temporary)).toEqual([]);
});

test('standard input to its end leaves no copy either', async () => {
  const temporary = folder();
  const { code, stdout } = await garner(['check', '-', ...PTQ], { input: MUCH, env: { TMPDIR: temporary } });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Standard input: 20,012 rows/);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a reader that goes away (| head -1) ends it without a word', async () => {
  const child = start(['check', '-', ...PTQ, '--format', 'csv']);
  child.stdin.end(`${VALID.split('\n')[0]}\n${`${ROW.replace('2023-10-31', 'x')}\n`.repeat(20_000)}`);
  await once(child.stdout, 'readable');
  child.stdout.destroy();
  const [[code], stderr] = await Promise.all([once(child, 'close'), collect(child)]);
  expect([code, stderr]).toEqual([2, '']);
});

async function collect({ stderr }: ChildProcess): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stderr!) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('standard output on a full disk is said', async () => {
  const full = openSync('/dev/full', 'w');
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const child = spawn(process.execPath, [cli, 'templates'], { stdio: ['ignore', full, 'pipe'], env: {} });
  closeSync(full);
  const [[code], stderr] = await Promise.all([once(child, 'close'), collect(child)]);
  expect(stderr).toBe(
    'garner: Standard output cannot be written: the disk is full.\nMake room or write to another disk, then run this again.\n',
  );
  expect(code).toBe(2);
});

test('no room for the copy of standard input is said', async () => {
  const { code, stderr } = await garner(['check', '-', ...PTQ], { input: VALID, env: { TMPDIR: '/proc' } });
  expect(stderr).toMatch(
    /^garner: A temporary file in \/proc cannot be written \(E\w+\)\.\nMake room there, or set TMPDIR/,
  );
  expect(code).toBe(2);
});

test('a pipe in place of a file is read like standard input', async () => {
  const child = spawn('bash', [
    '-c',
    `"$0" "$1" check <(cat "$2") ${PTQ.join(' ')}`,
    process.execPath,
    join(import.meta.dirname, '../../src/cli.ts'),
    join(PTQ_EXAMPLES, 'valid.csv'),
  ]);
  const { code, stdout } = await ended(child);
  expect(stdout).toContain(': 12 rows, 1.6 kB.\n');
  expect(code).toBe(0);
});
