import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtinScanner, type Scanner } from '../../src/platform/scan/index.ts';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, until } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, gatedScanner, PATIENCE_MS, quiet, runTask, send } from './story.ts';

/** In two parts, so that a scanner looking at this repository finds no test virus in it. */
const EICAR = Buffer.from(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}'}${'$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

let garner: TestGarner;
let world: World;
let amina: Visitor;
let scanner: Scanner & { open(name: string): void };
let id: string;
const base = () => `/returns/${world.open}/submissions/1`;

beforeAll(async () => {
  scanner = gatedScanner();
  garner = await openTestGarner({ scanner });
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
  id = await send(amina, world.open, 'outcomes.csv', EICAR);
});
afterAll(async () => {
  scanner.open('outcomes.csv');
  scanner.open('clean.csv');
  await garner[Symbol.asyncDispose]();
});

async function rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
  return (await garner.context.pool.query(sql, [...values])).rows as T[];
}

test('the scanner knows the test file that this is about', async () => {
  const file = {
    name: 'outcomes.csv',
    size: EICAR.length,
    stream: async function* () {
      yield EICAR;
    },
  };
  expect((await builtinScanner().scan(file)).verdict.verdict).toBe('infected');
});

test(
  'before its scan a file cannot be fetched',
  async () => {
    await until(
      'the scan to begin',
      async () => (await rows("select 1 from submission where status = 'scanning'")).length,
    );
    expect((await amina.get(`${base()}/file`)).statusCode).toBe(404);
    expect(await garner.context.blobs.size(`files/${id}`)).toBe(EICAR.length);
  },
  PATIENCE_MS,
);

test(
  'an infected file is locked away, never checked and never given back',
  async () => {
    scanner.open('outcomes.csv');
    const page = await decided(amina, world.open, 1);
    await quiet(garner);
    expect(page).toContain('The scanner found malware');
    expect(page).toContain('nobody can download it');
    expect(page).not.toContain(`${base()}/file`);
    expect(page).not.toContain('findings.csv');
    for (const part of ['file', 'findings.csv', 'findings.json'])
      expect([part, (await amina.get(`${base()}/${part}`)).statusCode]).toEqual([part, 404]);
    expect(await rows('select 1 from check_run')).toEqual([]);
    expect(await rows('select verdict, blob_key from file')).toEqual([
      { verdict: 'infected', blob_key: `quarantine/${id}` },
    ]);
  },
  PATIENCE_MS,
);

test('its bytes really are in another place', async () => {
  const { blobs } = garner.context;
  await expect(blobs.size(`files/${id}`)).rejects.toThrow('There is no blob');
  expect(await blobs.size(`quarantine/${id}`)).toBe(EICAR.length);
});

test('the audit trail tells of it', async () => {
  expect(
    await rows('select action, after from audit_event join audit_detail on event_id = id where subject = $1', [
      `file ${id}`,
    ]),
  ).toEqual([{ action: 'file.quarantined', after: { signature: expect.stringMatching(/eicar/i) } }]);
  expect(
    await rows("select after from audit_event join audit_detail on event_id = id where action = 'submission.infected'"),
  ).toMatchObject([{ after: { submission: 1, status: 'infected' } }]);
});

test('everyone concerned is told once, also where the step runs again', async () => {
  const told = () =>
    rows<{ email: string; subject: string; body: string }>(
      "select email, subject, body from message where occasion like '%infected' order by email",
    );
  const first = await told();
  expect(first.map(({ email }) => email)).toEqual([
    'amina@northern.example',
    'ben@northern.example',
    'ruth@northern.example',
  ]);
  expect(first[0]!.subject).toMatch(/^Refused: /);
  expect(first[0]!.body).toContain('nobody can download it');
  const [submission] = await rows<{ id: string }>('select id from submission');
  await runTask(garner, 'returns.scan', { submission: Number(submission!.id) });
  expect(await told()).toEqual(first);
});

test(
  'the return asks for another file, and a clean one is taken',
  async () => {
    expect((await amina.get('/returns')).body).toContain('Failed validation – resubmit');
    await send(amina, world.open, 'clean.csv', await exampleCsv('valid'));
    scanner.open('clean.csv');
    expect(await decided(amina, world.open, 2)).toContain('Accepted');
    expect((await amina.get(`/returns/${world.open}`)).body).toContain('Refused: malware found');
  },
  PATIENCE_MS,
);
