import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Source } from '../src/index.ts';
import { check, headerOf, PTQ } from './run.ts';

const MB = 1024 * 1024;
const CHUNK = 256 * 1024;
/** Most memory for each row that unique rules ask for, and for all else: a buffer, places of rows, findings on their way. */
const KEY_BYTES = 20;
const BESIDES = 6 * MB;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use once all garbage is gone. */
function inUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * A file that is never in memory: a head, then lines that differ in the digits of `numberOf` their place, written where
 * the line has `#######`. A chunk is made when it is asked for.
 */
function generated(head: string, line: string, size: number, numberOf = (at: number): number => at): Source {
  const pattern = Buffer.from(line, 'latin1');
  const digits = line.indexOf('#######');
  const numbered = (at: number): Buffer => {
    for (let place = digits + 6, rest = numberOf(at); digits >= 0 && place >= digits; place--) {
      pattern[place] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return pattern;
  };
  const write = (start: number, end: number): Uint8Array => {
    const bytes = Buffer.alloc(end - start);
    for (let at = start; at < end; ) {
      const into = at - head.length;
      const part = into < 0 ? Buffer.from(head, 'latin1') : numbered(Math.floor(into / line.length));
      const from = into < 0 ? at : into % line.length;
      at += part.copy(bytes, at - start, from);
    }
    return bytes;
  };
  return {
    size,
    async *chunks() {
      for (let at = 0; at < size; at += CHUNK) yield write(at, Math.min(at + CHUNK, size));
    },
    slice: async (start, end) => write(start, end),
  };
}

const header = `${headerOf(PTQ)}\n`;
const RIGHT = '2023-10-31,2022-2023,NSA,U#######,"June 2023",-2,-2,A0012345,2023-06-14,47,-2,M\n';

/** Checks a source and gives the most memory in use, above that at the start: in its first 2 MB, and at every 8 MB. */
async function growth(source: Source) {
  // A small file first: what the engine keeps for all files is no part of what one file takes.
  await check(generated(header, RIGHT, header.length + RIGHT.length), PTQ);
  const before = inUse();
  let [most, next] = [Number.NEGATIVE_INFINITY, 0];
  const { findings, summary } = await check(source, PTQ, {
    context: { dueDate: '2023-10-31', organisationNames: ['NSA'] },
    onProgress: ({ bytes }) => {
      if (bytes < next) return;
      next = bytes < 2 * MB ? 0 : bytes + 8 * MB;
      most = Math.max(most, inUse() - before);
    },
  });
  expect(most).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  return { findings, summary, most };
}

test('60 MB of right rows take 20 bytes a row for all unique rules together, and little besides', async () => {
  const rows = Math.ceil((60 * MB) / RIGHT.length);
  const { findings, summary, most } = await growth(generated(header, RIGHT, header.length + rows * RIGHT.length));
  expect(findings).toEqual([]);
  expect(summary.rows).toBe(rows);
  expect(summary.notAsked.map(({ rule }) => rule)).toEqual(['PTQ-ASSESSMENT-CODE']);
  expect(most).toBeLessThan(KEY_BYTES * rows + BESIDES);
});

test('rows that repeat earlier ones from far back are found again without keeping them', async () => {
  const first = 100_000;
  const numberOf = (at: number) => (at < first ? at : (at * 7919) % first);
  const { findings, most } = await growth(
    generated(header, RIGHT, header.length + (first + 3000) * RIGHT.length, numberOf),
  );
  expect(findings).toHaveLength(3000);
  for (const { row, detail } of findings) expect(detail).toBe(`Same as row ${numberOf(row - 2) + 2}.`);
  expect(most).toBeLessThan(KEY_BYTES * (first + 3000) + BESIDES);
});

test('a file that is one line of 80 MB is refused after its first MiB', async () => {
  for (const line of ['x', '"x"', '"x', 'x,']) {
    const { findings, summary, most } = await growth(generated('', line.padEnd(1024, 'x'), 80 * MB));
    expect(findings.map(({ rule, row }) => [rule, row])).toEqual([['file.row-too-long', 1]]);
    expect(summary).toMatchObject({ rows: 0, bytes: 80 * MB, rowsChecked: false });
    expect(most).toBeLessThan(BESIDES);
  }
});

test('a quotation mark that is never closed in the first row of 80 MB costs that row only', async () => {
  const head = header + RIGHT.replace('"June 2023"', '"June 2023').replace('#######', '9999999');
  const line = RIGHT.replaceAll('"', '');
  const rows = Math.floor((80 * MB) / line.length);
  const { findings, summary, most } = await growth(generated(head, line, head.length + rows * line.length));
  expect(findings.map(({ rule, row }) => [rule, row])).toEqual([['csv.never-closed', 2]]);
  expect(summary.rows).toBe(rows + 1);
  expect(most).toBeLessThan(KEY_BYTES * rows + BESIDES);
});

test('a quotation mark that is never closed in the header makes it another header', async () => {
  const { findings, most } = await growth(generated(`"${header}`, RIGHT, 80 * MB));
  expect(findings.map(({ rule, row }) => [rule, row])).toEqual([['file.wrong-template', 1]]);
  expect(most).toBeLessThan(BESIDES);
});
