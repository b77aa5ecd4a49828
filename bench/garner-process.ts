import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../portal/src/config.ts';
import { type Context, openContext } from '../portal/src/context.ts';
import { addPerson, trustBrowser } from '../portal/src/modules/accounts/index.ts';
import {
  addCollection,
  publishTemplates,
  readCollection,
  readTemplates,
} from '../portal/src/modules/collections/index.ts';
import { addOrganisation } from '../portal/src/modules/organisations/index.ts';
import { addReturn } from '../portal/src/modules/returns/index.ts';
import type { Database } from '../portal/src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../portal/src/platform/db/embedded/index.ts';
import { RETURN } from './ptq-return.ts';

const ROOT = join(import.meta.dirname, '..');
const EMAIL = 'bench@northern.example';
const PASSWORD = 'only-for-the-benchmark';
const BROWSER = randomBytes(32).toString('base64url');
const PEOPLE = Array.from({ length: 64 }, (_, at) => ({
  email: `bench-${at}@northern.example`,
  browser: randomBytes(32).toString('base64url'),
}));

/** Garner as it runs in earnest: one web process, one worker process, one database, on one machine. */
export interface RunningGarner extends AsyncDisposable {
  readonly base: string;
  readonly webPid: number;
  readonly workerPid: number;
  readonly folder: string;
  /** Ids of returns that wait for a file. */
  readonly returns: number[];
  /** Headers of somebody signed in. */
  readonly headers: Readonly<Record<string, string>>;
  readonly csrf: string;
  /** Others who can sign in, each in a browser of their own that they trust. */
  readonly people: readonly BenchPerson[];
}

/** Somebody who can sign in: `cookie` makes the browser one that they trust. */
export interface BenchPerson {
  readonly email: string;
  readonly password: string;
  readonly cookie: string;
}

/** Adds what else a benchmark needs, for the organisation of who is signed in. */
export type FillMore = (context: Context, trx: Database, organisationId: number) => Promise<void>;

/** Starts Garner with `returns` open returns. */
export async function startGarner(returns: number, more: FillMore = async () => undefined): Promise<RunningGarner> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'garner-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = stack.use(await startEmbeddedPostgres({ folder, log: () => undefined }));
  const { host, port, user, database } = server.connection;
  const databaseUrl = `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const ids = await fill(databaseUrl, folder, returns, more);
  const webPort = await freePort();
  const base = `http://localhost:${webPort}`;
  const environment = { DATABASE_URL: databaseUrl, GARNER_DATA: folder, PORT: String(webPort), GARNER_BASE_URL: base };
  const worker = run({ ...environment, GARNER_ROLES: 'worker' });
  stack.defer(() => stop(worker));
  const web = run({ ...environment, GARNER_ROLES: 'web' });
  stack.defer(() => stop(web));
  const { headers, csrf } = await signIn(base);
  const parts = stack.move();
  return {
    base,
    folder,
    headers,
    csrf,
    returns: ids,
    people: PEOPLE.map(({ email, browser }) => ({ email, password: PASSWORD, cookie: `garner_browser=${browser}` })),
    webPid: web.pid!,
    workerPid: worker.pid!,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** The most memory a process ever held, in bytes (Linux); 0 where it has ended. */
export function peakMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Runs something while looking, often, at the processes that another process starts; gives the most that one of them held. */
export async function peakOfChildren(pid: number, run: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    for (const child of children === '' ? [] : children.split(' ')) peak = Math.max(peak, peakMemory(Number(child)));
  }, 20);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

async function fill(databaseUrl: string, folder: string, returns: number, more: FillMore): Promise<number[]> {
  const config = readConfig({ DATABASE_URL: databaseUrl, GARNER_DATA: folder });
  await using context = await openContext(config, { connectionString: databaseUrl });
  await publishTemplates(context, await readTemplates());
  return await context.db.transaction().execute(async (trx) => {
    const collector = await addOrganisation(trx, { kind: 'regulator', name: 'Regulator', otherNames: [] });
    const collectionId = await addCollection(trx, await readCollection('ptq-outcomes'), collector);
    const organisationId = await addOrganisation(trx, {
      kind: 'awarding-organisation',
      name: RETURN.sender,
      otherNames: ['NSA'],
    });
    const personId = await addPerson(trx, {
      name: 'Bench',
      email: EMAIL,
      password: PASSWORD,
      organisationId,
      permissions: ['Data Submissions', 'Media Submissions'],
    });
    await more(context, trx, organisationId);
    // A browser that they trust, so that no code is asked for.
    await trustBrowser(trx, context.clock, BROWSER, personId, 'the benchmark');
    for (const { email, browser } of PEOPLE) {
      const one = { name: 'Bench', email, password: PASSWORD, organisationId };
      const id = await addPerson(trx, { ...one, permissions: ['Data Submissions'] });
      await trustBrowser(trx, context.clock, browser, id, 'the benchmark');
    }
    const ids: number[] = [];
    for (let at = 0; at < returns; at++) {
      const owed = {
        templateName: 'ptq-assessment-outcomes',
        edition: '2023-08',
        dueDate: RETURN.dueDate,
        period: `run ${at + 1}`,
      };
      ids.push(await addReturn(trx, { ...owed, collectionId, organisationId, closesAt: new Date('2100-01-01') }));
    }
    return ids;
  });
}

function run(environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--import', './portal/tsx-hook.mjs', 'portal/src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Signs in as soon as the pages are there. */
export async function signIn(base: string): Promise<{ headers: Record<string, string>; csrf: string }> {
  for (let tries = 0; ; tries++) {
    const page = await fetch(`${base}/sign-in`).catch(() => undefined);
    if (!page) {
      if (tries > 600) throw new Error('Garner did not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const csrfCookie = `${cookies(page)}; garner_browser=${BROWSER}`;
    const answer = await fetch(`${base}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: csrfCookie },
      body: new URLSearchParams({ email: EMAIL, password: PASSWORD, _csrf: token(await page.text()) }),
    });
    const cookie = `${csrfCookie}; ${cookies(answer)}`;
    const inside = await fetch(`${base}/returns`, { headers: { cookie } });
    return { headers: { cookie }, csrf: token(await inside.text()) };
  }
}

function cookies(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

function token(page: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(page)![1]!;
}
