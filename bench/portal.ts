/** Garner as people meet it: node bench/portal.ts [--quick]. Prints Markdown tables. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { peakMemory, peakOfChildren, type RunningGarner, startGarner } from './garner-process.ts';
import { writePtqFile } from './ptq-generator.ts';
import { RETURN } from './ptq-return.ts';
import { startPutServer } from './put-server.ts';
import { sendFile, verdict } from './send.ts';
import { markdown, type Table } from './table.ts';

const MB = 1e6;

/** Uploads, checks and the findings page, on one Garner that is started for it. */
export async function portalBenchmark(quick = false): Promise<readonly Table[]> {
  const sizes = quick ? [1000, 100_000] : [1000, 100_000, 1_000_000];
  await using garner = await startGarner(sizes.length * 2 + 5);
  const checks = await checkTable(garner, sizes);
  const findings = await findingsTable(garner, quick ? 100_000 : 1_000_000);
  const uploads = await uploadTable(garner, quick ? 50 : 500);
  return [uploads, checks, findings];
}

async function uploadTable(garner: RunningGarner, megabytes: number): Promise<Table> {
  const path = join(garner.folder, 'large.csv');
  await writePtqFile(path, { rows: megabytes * 9200, seed: 1, ...RETURN });
  const { size } = await stat(path);
  await using plain = await startPutServer(garner.folder);
  const put: number[] = [];
  const tus: number[] = [];
  let peak = 0;
  for (let round = 0; round < 3; round++) {
    put.push(await timed(() => putFile(plain.base, path, size)));
    const returnId = garner.returns.pop()!;
    tus.push(await timed(() => sendFile(garner, returnId, path)));
    peak = Math.max(peak, await peakOfChildren(garner.workerPid, () => verdict(garner, returnId)));
  }
  const [bestPut, bestTus] = [Math.min(...put), Math.min(...tus)];
  const rate = (ms: number) => `${(size / MB / (ms / 1000)).toFixed(0)} MB/s`;
  return {
    title: `Upload of ${(size / MB).toFixed(0)} MB, best of 3 in turns`,
    note: `Then each was scanned and checked (${(megabytes * 9200).toLocaleString('en-GB')} rows): the worker held at most ${(peakMemory(garner.workerPid) / MB).toFixed(0)} MB, the check's own process ${(peak / MB).toFixed(0)} MB.`,
    head: ['way', 'time', 'rate', 'beside plain PUT'],
    rows: [
      ['plain PUT to disk', seconds(bestPut), rate(bestPut), '1'],
      [
        'tus into Garner: 8 MiB pieces, each allowed anew, SHA-256 on the way, fsync',
        seconds(bestTus),
        rate(bestTus),
        `${(bestPut / bestTus).toFixed(2)} of its rate`,
      ],
    ],
  };
}

function putFile(base: string, path: string, size: number): Promise<void> {
  const sending = request(base, { method: 'PUT', headers: { 'content-length': size } });
  const answered = new Promise<void>((resolve, reject) => {
    sending.once('response', (response) => response.resume().once('end', resolve));
    sending.once('error', reject);
  });
  return pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), sending).then(() => answered);
}

async function checkTable(garner: RunningGarner, sizes: readonly number[]): Promise<Table> {
  const rows: string[][] = [];
  for (const count of sizes) {
    for (const faults of [0, 0.01]) {
      const path = join(garner.folder, 'outcomes.csv');
      await writePtqFile(path, { rows: count, seed: 7, faults, ...RETURN });
      const { size } = await stat(path);
      const returnId = garner.returns.pop()!;
      let status = '';
      const sent = await timed(() => sendFile(garner, returnId, path));
      let peak = 0;
      const decided = await timed(async () => {
        peak = await peakOfChildren(garner.workerPid, async () => {
          status = await verdict(garner, returnId);
        });
      });
      rows.push([
        count.toLocaleString('en-GB'),
        faults === 0 ? 'none' : '1 in 100 rows',
        `${(size / MB).toFixed(1)} MB`,
        seconds(sent),
        seconds(decided),
        seconds(sent + decided),
        status,
        `${(peakMemory(garner.workerPid) / MB).toFixed(0)} MB`,
        `${(peak / MB).toFixed(0)} MB`,
      ]);
    }
  }
  return {
    title: 'Bytes in → verdict',
    head: [
      'rows',
      'faults',
      'size',
      'sent',
      'scanned, checked, decided',
      'in all',
      'verdict',
      'peak memory of the worker so far',
      'of the check’s own process',
    ],
    rows,
  };
}

async function findingsTable(garner: RunningGarner, rows: number): Promise<Table> {
  const path = join(garner.folder, 'faulty.csv');
  await writePtqFile(path, { rows, seed: 11, faults: 1, ...RETURN });
  const returnId = garner.returns.pop()!;
  await sendFile(garner, returnId, path);
  await verdict(garner, returnId);
  const page = `${garner.base}/returns/${returnId}/submissions/1`;
  const ask = async (query: string): Promise<string> =>
    await (await fetch(page + query, { headers: garner.headers })).text();
  const total = /of ([\d,]+) findings/.exec(await ask(''))?.[1];
  if (!total) throw new Error('The findings page does not say how many there are');
  const last = Math.floor(Number(total.replaceAll(',', '')) / 50);
  const kinds = [
    ['first page', ''],
    [`page ${last.toLocaleString('en-GB')}`, `?page=${last}`],
    ['one rule, its first page', '?rule=value.no-such-date'],
    ['errors, a page in the middle', `?severity=error&page=${Math.floor(last / 3)}`],
  ] as const;
  const measured: string[][] = [];
  for (const [name, query] of kinds) {
    const times: number[] = [];
    for (let round = 0; round < 7; round++) times.push(await timed(() => ask(query)));
    times.sort((a, b) => a - b);
    measured.push([name, `${times[0]!.toFixed(0)} ms`, `${times[3]!.toFixed(0)} ms`, `${times[6]!.toFixed(0)} ms`]);
  }
  return {
    title: `The findings page at ${total} findings, 7 times each`,
    head: ['page', 'least', 'median', 'most'],
    rows: measured,
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  for (const table of await portalBenchmark(values.quick)) console.log(markdown(table));
}
