/** Garner is killed, with its database, again and again while files are sent and checked; nothing may be lost or doubled. */
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD } from '../../src/demo/world.ts';
import { type Opened, opened } from '../../src/platform/db/embedded/fixtures/opened.ts';
import { type Owed, outcomes } from './files.ts';
import { type Program, startProgram } from './program.ts';
import { Sender } from './sender.ts';

const here = process.platform === 'linux';
const AMINA = 'amina.patel@northern.example';

/** When Garner is killed: so many milliseconds after it is ready, or after it was started. */
const KILLS = [
  { after: 'ready', ms: 350 },
  { after: 'start', ms: 700 },
  { after: 'ready', ms: 900 },
  { after: 'ready', ms: 40 },
  { after: 'start', ms: 1300 },
  { after: 'ready', ms: 1700 },
] as const;
const SENDERS = 3;
const MOST_FILES = 24;
const ROWS = 1500;
const PIECE = 60_000;
const LARGE_ROWS = 900_000;
const LARGE_ERRORS = 300;

let folder: string;
let program: Program;
let last: Opened;
/** What Garner said it had: the upload and what the file was. */
const acknowledged: {
  readonly id: string;
  readonly sha256: string;
  readonly errors: number;
  readonly returnId: number;
}[] = [];
let owed: Owed;
let other: Owed;

function start(): void {
  program = startProgram({ GARNER_DATA: folder, GARNER_DEMO: 'yes', PORT: '0', GARNER_LOG_LEVEL: 'error' });
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const sender = new Sender(() => program.address());

/** A return that waits for its file, as the list of returns shows it. */
async function waiting(period: string): Promise<Owed> {
  const { body } = await sender.ask('/returns');
  const row = body.split('<tr').find((one) => one.includes(period))!;
  const [, day] = /(\d{1,2} \w+ \d{4})/.exec(row)!;
  return {
    id: Number(/href="\/returns\/(\d+)/.exec(row)?.[1]),
    period,
    dueDate: new Date(`${day} UTC`).toISOString().slice(0, 10),
  };
}

/** Sends a file to the end, whatever happens meanwhile, and notes that Garner said it was complete. */
async function send(one: Owed, content: Buffer, errors: number, piece = PIECE): Promise<string> {
  const id = await sender.begin(one.id, 'outcomes.csv', content.length);
  await sender.sendBytes(id, content, piece);
  await sender.complete(id);
  acknowledged.push({ id, sha256: sha256(content), errors, returnId: one.id });
  return id;
}

/** News of an attempt, until its check has got somewhere. */
async function untilChecking(one: Owed, number: number): Promise<void> {
  await sender.insist('the check to be in its middle', async () => {
    const { body } = await sender.ask(`/returns/${one.id}/submissions/${number}`);
    if (!body.includes('id="follow"')) throw new Error('It was decided before it could be killed');
    return Number(/Checking: ([\d,]+) rows so far/.exec(body)?.[1]?.replaceAll(',', '')) > 0 ? true : undefined;
  });
}

beforeAll(async () => {
  if (!here) return;
  folder = await mkdtemp(join(tmpdir(), 'garner-crash-'));
  start();
  await sender.signIn(AMINA, PASSWORD);
  [owed, other] = [await waiting('2021-2022'), await waiting('2023-2024')];
}, 90_000);
afterAll(async () => {
  if (!here) return;
  await last?.[Symbol.asyncDispose]();
  await program[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test.runIf(here)(
  'killed at many moments while files are sent and checked: each gets its verdict',
  async () => {
    let files = 0;
    let killing = true;
    const sending = Array.from({ length: SENDERS }, async () => {
      // One more than there are senders, however slow the machine: somebody sends after a kill.
      while ((killing || files <= SENDERS) && files < MOST_FILES) {
        const errors = ++files;
        const id = await send(owed, outcomes(owed, ROWS, errors, `F${errors}-`), errors);
        const page = await sender.verdict(owed.id, await sender.attempt(owed.id, id));
        expect(page).toContain(errors === 1 ? '1 error to mend' : `${errors} errors to mend`);
      }
    });
    const all = Promise.all(sending);
    for (const { after, ms } of KILLS) {
      if (after === 'ready') await program.address();
      await wait(ms);
      await program.kill();
      start();
    }
    killing = false;
    await all;
    expect(files).toBeGreaterThan(SENDERS);
  },
  180_000,
);

test.runIf(here)(
  'killed in the middle of a long check, and between a last byte and what follows it',
  async () => {
    const large = outcomes(other, LARGE_ROWS, LARGE_ERRORS, 'L');
    const late = outcomes(other, 10, 2, 'B');
    const lateId = await sender.begin(other.id, 'late.csv', late.length);
    await sender.sendBytes(lateId, late, PIECE, late.length - 10);
    const id = await send(other, large, LARGE_ERRORS, 8_000_000);
    const number = await sender.attempt(other.id, id);
    await untilChecking(other, number);
    await program.kill();
    // As if the last bytes had reached the disk, and the process its end.
    await appendFile(join(folder, 'uploads', lateId), late.subarray(late.length - 10));
    acknowledged.push({ id: lateId, sha256: sha256(late), errors: 2, returnId: other.id });
    start();
    // Nobody says that it is complete: Garner finds it by itself.
    expect(await sender.verdict(other.id, await sender.attempt(other.id, lateId))).toContain('2 errors to mend');
    expect(await sender.verdict(other.id, number)).toContain(`${LARGE_ERRORS} errors to mend`);
  },
  120_000,
);

test.runIf(here)(
  'after all that a sound file is accepted, and Garner ends in order',
  async () => {
    const id = await send(owed, outcomes(owed, ROWS, 0, 'S'), 0);
    expect(await sender.verdict(owed.id, await sender.attempt(owed.id, id))).toContain('Accepted');
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    last = await opened(folder);
  },
  60_000,
);

test.runIf(here)(
  'every file that was acknowledged is one attempt, numbered without gaps, with its bytes and its verdict',
  async () => {
    const rows = await last.query<{
      return_id: string;
      number: number;
      upload_id: string;
      status: string;
      errors: string;
      sha256: string;
      blob_key: string;
    }>(`select return_id, number, upload_id, status, errors, sha256, blob_key
      from submission join file on file.id = upload_id join check_run on check_run.id = check_run_id
      where return_id in (${owed.id}, ${other.id}) order by return_id, number`);
    const found = rows.map((row) => ({
      id: row.upload_id,
      sha256: row.sha256,
      errors: Number(row.errors),
      returnId: Number(row.return_id),
    }));
    const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);
    expect(found.toSorted(byId)).toEqual(acknowledged.toSorted(byId));
    for (const { id } of [owed, other]) {
      const numbers = rows.filter((row) => Number(row.return_id) === id).map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    }
    for (const row of rows) {
      expect(row.status).toBe(row.errors === '0' ? 'accepted' : 'failed');
      expect(sha256(await readFile(join(folder, 'blobs', row.blob_key)))).toBe(row.sha256);
    }
  },
);

test.runIf(here)('every message was written once, every step told of once', async () => {
  const wrong = await last.query(`
    select submission.id, verdict, count(message.id)
    from submission cross join lateral (values ('received'), (submission.status)) as said (verdict)
    left join message on occasion = 'submission ' || submission.id || ' ' || verdict
    group by submission.id, verdict having count(message.id) <> 2`);
  expect(wrong).toEqual([]);
  const [messages] = await last.query(`
    select (select count(*)::int from message) as written, (select 4 * count(*)::int from submission) as wanted`);
  expect(messages?.['written']).toBe(messages?.['wanted']);
  const twice = await last.query(`
    select action, subject, after from audit_event join audit_detail on event_id = id where action like 'submission.%' or action = 'upload.received'
    group by action, subject, after having count(*) > 1`);
  expect(twice).toEqual([]);
});

test.runIf(here)('no job is dead, lost or left over', async () => {
  expect(await last.query("select * from job_run where state in ('dead', 'running')")).toEqual([]);
  expect(
    await last.query(`select task_identifier, last_error from graphile_worker.jobs
      where task_identifier <> 'uploads.sweep' or attempts >= max_attempts or locked_at is not null`),
  ).toEqual([]);
  const [killed] = await last.query("select count(*)::int as runs from job_run where state = 'failed'");
  expect(killed?.['runs']).toBeGreaterThan(0);
});

test.runIf(here)('no file is left that belongs to nothing', async () => {
  const ids = async (sql: string): Promise<string[]> =>
    (await last.query<{ id: string }>(sql)).map(({ id }) => String(id)).toSorted();
  const names = async (path: string): Promise<string[]> =>
    (await readdir(join(folder, path)).catch(() => [])).toSorted();
  expect(await names('blobs/files')).toEqual(await ids('select id from file'));
  expect(await names('blobs/findings')).toEqual(await ids('select id::text from check_run'));
  expect(await names('work')).toEqual([]);
  const open = new Set(await ids("select id from upload where state = 'receiving'"));
  const strays = (await names('uploads')).filter((name) => !open.has(name.replace('.json', '')));
  // One that was begun in the moment of a kill may have its place without its row, and is cleared after a day.
  expect(strays.length).toBeLessThanOrEqual(2 * KILLS.length);
  for (const name of strays)
    if (!name.endsWith('.json')) expect((await stat(join(folder, 'uploads', name))).size).toBe(0);
});
