/** How Garner starts, refuses to start, and ends, as the person at the terminal sees it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD } from '../../src/demo/world.ts';
import { until } from '../harness.ts';
import { isAlive, type Program, serverOf, startProgram } from './program.ts';
import { Sender } from './sender.ts';

const run = promisify(execFile);
const AMINA = 'amina.patel@northern.example';
const SECONDS = 10_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(more: Readonly<Record<string, string>> = {}): Program {
  return startProgram({ GARNER_DATA: folder, GARNER_DEMO: 'yes', PORT: '0', ...more });
}

test('wrong settings: every fault in a sentence, no secret, no stack, code 1', async () => {
  await using program = start({
    PORT: 'eighty',
    GARNER_DEMO: 'perhaps',
    DATABASE_URL: 'mysql://garner:open-sesame@db.example',
    GARNER_ROLES: 'web,cook',
  });
  expect(await program.ended).toBe(1);
  for (const name of ['PORT', 'GARNER_DEMO', 'DATABASE_URL', 'GARNER_ROLES'])
    expect(program.said()).toContain(`${name} m`);
  expect(program.said()).not.toMatch(/sesame|\bat .*\.ts:|Error:/);
});

test('asked to stop while it is starting, it still leaves no database server behind', async () => {
  await using program = start();
  const server = await until('the server to be started', () => serverOf(folder), 60_000);
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(isAlive(server)).toBe(false);
}, 90_000);

test('a second one on the same folder is refused in a sentence; the first goes on, and ends in order within seconds', async () => {
  await using first = start();
  const address = await first.address();
  await using second = start();
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`Garner is already running on the folder ${folder} (process ${first.process.pid}).`);
  expect(second.said()).not.toMatch(/\bat .*\.ts:|Error:/);
  expect((await fetch(`${address}/health`)).status).toBe(200);

  const [server, asked] = [(await serverOf(folder))!, performance.now()];
  first.process.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(SECONDS);
  expect(isAlive(server)).toBe(false);
  expect(await serverOf(folder)).toBeUndefined();
}, 120_000);

test('with no room for uploads on the disk, people are told so before they send a byte', async ({ skip }) => {
  const uploads = join(folder, 'uploads');
  await mkdir(uploads, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', uploads]).then(
    () => true,
    () => false,
  );
  if (!mounted) return skip('only root may mount a small disk');
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => void (await run('umount', ['--lazy', uploads])));
  const program = stack.use(start());
  const sender = new Sender(() => program.address());
  await sender.signIn(AMINA, PASSWORD);
  const row = (await sender.ask('/returns')).body.split('<tr').find((one) => one.includes('2023-2024'));
  const returnId = /href="\/returns\/(\d+)/.exec(row ?? '')?.[1];
  const { status, body } = await sender.post(`/returns/${returnId}/uploads`, { name: 'outcomes.csv', size: 1000 });
  expect(status).toBe(507);
  expect(JSON.parse(body)).toMatchObject({
    title: 'Garner cannot take the file just now',
    detail: expect.stringContaining('There is no room for it on the server. Nothing was sent.'),
  });
}, 90_000);
