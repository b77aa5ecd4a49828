/**
 * Packs as many findings as a file has in which every field is wrong, and says what that takes:
 * `node packages/validate/test/long-findings.ts 60000000` (60,000,000 unless told; add `web` to deflate as browsers do).
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { columnLetters } from '../src/cell.ts';
import type { Finding } from '../src/finding.ts';
import { type Codec, deflateRaw, FindingsReader, FindingsWriter } from '../src/findings-file/index.ts';

const COLUMNS = 30;
const BATCH = 30_000;
const wanted = Number(process.argv[2] ?? 60_000_000);
const deflate: Codec = process.argv[3] === 'web' ? deflateRaw : (bytes) => deflateRawSync(bytes, { level: 1 });

/** One wrong value of row `row` in column `at`, in a file of 300 bytes a row. */
function wrong(row: number, at: number): Finding {
  const column = `Column${at}`;
  const value = `wrong ${(row * 7919 + at * 104_729) % 100_000}`;
  const place = { row, column, cell: `${columnLetters(at)}${row}`, offset: row * 300 + at * 10, length: value.length };
  const words = { message: `This is not right in ${column}.`, help: 'Write it another way.' };
  return { rule: 'value.pattern', severity: 'error', value, ...place, ...words };
}

const folder = mkdtempSync(join(tmpdir(), 'garner-long-findings-'));
const path = join(folder, 'findings');
try {
  const file = openSync(path, 'w+');
  const writer = new FindingsWriter({ write: (bytes) => void writeSync(file, bytes) }, deflate);
  let packing = 0;
  let peak = 0;
  for (let done = 0; done < wanted; ) {
    const batch: Finding[] = [];
    for (; batch.length < BATCH && done < wanted; done++)
      batch.push(wrong(Math.floor(done / COLUMNS) + 2, done % COLUMNS));
    const begun = performance.now();
    await writer.add(batch);
    packing += performance.now() - begun;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  await writer.end();
  const { size } = statSync(path);
  const begun = performance.now();
  const source = {
    name: path,
    size,
    async read(start: number, end: number) {
      const bytes = new Uint8Array(end - start);
      readSync(file, bytes, 0, bytes.length, start);
      return bytes;
    },
  };
  const reader = await FindingsReader.open(source, (bytes) => inflateRawSync(bytes));
  const opened = performance.now();
  const last = await reader.page(new Set([3]), Math.floor(wanted / COLUMNS) - 50, 50);
  const paged = performance.now();
  closeSync(file);
  console.log(
    `${wanted} findings: ${(size / wanted).toFixed(2)} bytes and ${((1e6 * packing) / wanted).toFixed(0)} ns each`,
  );
  console.log(
    `peak memory ${(peak / 1e6).toFixed(0)} MB (${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB at the end)`,
  );
  console.log(
    `opened in ${(opened - begun).toFixed(0)} ms; last page of one column in ${(paged - opened).toFixed(0)} ms`,
  );
  console.log(`its last finding: row ${last.at(-1)?.row}, cell ${last.at(-1)?.cell}`);
} finally {
  rmSync(folder, { recursive: true });
}
