/** Recordings: node --import ./portal/tsx-hook.mjs bench/recordings.ts. Prints Markdown tables. */
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Upload } from 'tus-js-client';
import { addComponent, addSession, type ComponentRules, enter } from '../portal/src/modules/media/index.ts';
import { wavHeader } from '../portal/src/platform/media/testing/samples.ts';
import { type FillMore, peakMemory, type RunningGarner, startGarner } from './garner-process.ts';
import { startPutServer } from './put-server.ts';
import { markdown, type Table } from './table.ts';

const MB = 1e6;
const FILES = 50;
const BYTES = 20 * MB;
const COMPONENTS = 500;
const CANDIDATES = 300;
const LOOKS = 40;

const RULES: ComponentRules = {
  types: ['.wav'],
  bytes: 100 * MB,
  atOnce: 10,
  filesEach: 5,
  shared: false,
  roles: ['recording'],
  reasons: ['Absent'],
  documents: { types: ['.pdf'], bytes: MB, atOnce: 5, nameLength: 50, wanted: [], required: false },
  unscanned: 'taken',
  blocking: [],
};

/** Both tables, on one Garner that is started for them. */
export async function recordingsBenchmark(): Promise<readonly Table[]> {
  await using garner = await startGarner(0, fillRecordings);
  return [await dashboardTable(garner), await uploadsTable(garner)];
}

/** A session of many components and candidates, for the organisation of who is signed in. */
export const fillRecordings: FillMore = async ({ clock }, trx, centreId) => {
  const session = await addSession(trx, {
    bodyId: centreId,
    code: 'BENCH',
    name: 'June 2027',
    contact: 'bench@northern.example',
    keepUntil: '2100-01-01',
  });
  const people = Array.from({ length: CANDIDATES }, (_, at) => ({
    centreId,
    number: String(at + 1).padStart(4, '0'),
    surname: `SURNAME${at}`,
    forename: 'FORENAME',
  }));
  for (let at = 0; at < COMPONENTS; at++) {
    const componentId = await addComponent(trx, {
      sessionId: session,
      code: `${1000 + at}/A`,
      name: `Component ${at}`,
      qualification: 'GCSE',
      subject: `Subject ${at % 20}`,
      opensAt: new Date('2020-01-01T00:00:00Z'),
      closesAt: new Date('2100-01-01T00:00:00Z'),
      rules: RULES,
    });
    await enter(
      trx,
      clock,
      session,
      people.map((person) => ({ ...person, componentId })),
    );
  }
};

async function dashboardTable({ base, headers }: RunningGarner): Promise<Table> {
  const rows: string[][] = [];
  for (const [words, address] of [
    [`dashboard of ${COMPONENTS} components × ${CANDIDATES} candidates`, '/media?session=1'],
    ['the same, searched by a subject (25 components)', '/media?session=1&subject=Subject+7'],
    ['files of one component', '/media/components/1/files'],
  ] as const) {
    const times: number[] = [];
    for (let at = 0; at < LOOKS + 3; at++) {
      const began = performance.now();
      const answer = await fetch(base + address, { headers });
      const { length } = await answer.text();
      if (!answer.ok || length < 1000) throw new Error(`${address}: ${answer.status}`);
      if (at >= 3) times.push(performance.now() - began);
    }
    rows.push([words, ms(quantile(times, 0.5)), ms(quantile(times, 0.95))]);
  }
  return { title: 'Pages of recordings', head: ['page', 'median', '95 of 100 within'], rows };
}

/** Fifty files at once by plain PUTs, then by tus into Garner, while somebody looks at other pages. */
async function uploadsTable(garner: RunningGarner): Promise<Table> {
  const files = Array.from({ length: FILES }, () => noise(BYTES));
  await using plain = await startPutServer(garner.folder);
  const put = await timed(() => Promise.all(files.map((bytes, at) => putFile(`${plain.base}/${at}`, bytes))));
  const calm = await looking(garner, (stop) => setTimeout(stop, 4000));
  let tus = 0;
  const busy = await looking(garner, async (stop) => {
    tus = await timed(() => Promise.all(files.map((bytes, at) => send(garner, bytes, at))));
    stop();
  });
  const all = FILES * BYTES;
  const rate = (time: number): string => `${(all / MB / (time / 1000)).toFixed(0)} MB/s`;
  return {
    title: `${FILES} uploads of ${BYTES / MB} MB at once`,
    head: ['way', 'time', 'rate', 'beside plain PUTs'],
    rows: [
      ['plain PUTs to disk', seconds(put), rate(put), '1'],
      [
        'tus into Garner, every byte hashed, forced to disk and compared',
        seconds(tus),
        rate(tus),
        (put / tus).toFixed(2),
      ],
    ],
    note: `Other pages meanwhile: 95 of 100 within ${ms(quantile(busy, 0.95))} (median ${ms(quantile(busy, 0.5))}); with nothing else going on ${ms(quantile(calm, 0.95))} (median ${ms(quantile(calm, 0.5))}). Those who send, what is sent to and the worker that makes recordings playable share the cores. The web process held at most ${(peakMemory(garner.webPid) / MB).toFixed(0)} MB.`,
  };
}

/** How long other pages take until somebody says stop. */
async function looking({ base, headers }: RunningGarner, run: (stop: () => void) => unknown): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  const done = run(() => {
    over = true;
  });
  const pages = ['/organisation', '/outbox', '/media/components/2/files'];
  for (let at = 0; !over; at++) {
    const began = performance.now();
    await (await fetch(base + pages[at % pages.length]!, { headers })).text();
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return times;
}

async function send({ base, headers, csrf }: RunningGarner, bytes: Buffer, at: number): Promise<void> {
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: { ...headers, 'x-csrf-token': csrf, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Record<string, string>;
  };
  const component = 3 + at;
  const begun = await post(`/media/components/${component}/uploads`, {
    name: `bench-${at}.wav`,
    size: bytes.length,
    candidates: [1],
  });
  await new Promise<void>((resolve, reject) => {
    new Upload(Readable.from([bytes]), {
      uploadUrl: base + begun['url']!,
      uploadSize: bytes.length,
      chunkSize: 8 * 1024 * 1024,
      headers: { ...headers, 'x-csrf-token': csrf },
      retryDelays: [0, 100, 500],
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const sent = await post(`/media/files/${begun['id']}/sent`, { sha256 });
  if (sent['sha256'] !== sha256) throw new Error(`What arrived is not what was sent: ${JSON.stringify(sent)}`);
}

function putFile(address: string, bytes: Buffer): Promise<void> {
  const sending = request(address, { method: 'PUT', headers: { 'content-length': bytes.length } });
  const answered = new Promise<void>((resolve, reject) => {
    sending.once('response', (response) => response.resume().once('end', resolve));
    sending.once('error', reject);
  });
  return pipeline(Readable.from([bytes]), sending).then(() => answered);
}

/** A recording of noise of so many bytes: no two are alike, and nothing packs them. */
export function noise(bytes: number): Buffer {
  return Buffer.concat([wavHeader({ sampleRate: 44_100, channels: 2, bytes: bytes - 44 }), randomBytes(bytes - 44)]);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function quantile(times: readonly number[], part: number): number {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))]!;
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;
const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`;

if (import.meta.main) for (const table of await recordingsBenchmark()) console.log(markdown(table));
