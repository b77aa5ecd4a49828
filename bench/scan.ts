/** How fast files are scanned: node bench/scan.ts. Prints Markdown tables. clamd takes part where it is found. */

import { systemClock } from '../portal/src/platform/clock.ts';
import { openLog } from '../portal/src/platform/log.ts';
import { builtinScanner, clamdScanner, type Scanner } from '../portal/src/platform/scan/index.ts';
import { findClamd, NEEDED_LINES, realClamd } from '../portal/src/platform/scan/testing/real-clamd.ts';
import { Random } from './random.ts';
import { markdown, type Table } from './table.ts';

const SIZE = 20_000_000;
const ROUNDS = 7;
const AT_ONCE = [1, 2] as const;

/** One table: each scanner, each kind of file, one and two at a time. */
export async function scanBenchmark(): Promise<readonly Table[]> {
  const samples = { 'text (CSV)': text(), 'random bytes': noise(), 'a recording (mp3 frames)': recording() };
  const rows = await rowsOf('builtin', builtinScanner(), samples);
  const program = findClamd(process.env['PATH']);
  if (program !== undefined) {
    // It remembers what it found clean, and the same bytes come again and again here.
    await using clamd = await realClamd({ program, lines: [...NEEDED_LINES, 'DisableCache yes'] });
    const settings = { largestFile: SIZE, clock: systemClock, log: openLog('error') };
    await using scanner = clamdScanner({ address: clamd.address, ...settings });
    rows.push(...(await rowsOf('clamd', scanner, samples)));
  }
  return [
    {
      title: 'Scanning',
      head: ['scanner', 'file of 20 MB', ...AT_ONCE.map((count) => `${count} at a time, MB/s`)],
      rows,
      note: `From memory, in blocks of 64 KiB, best of ${ROUNDS}; two at a time: both together. With clamd our own look at the same bytes is included; clamd shares the cores${
        program === undefined
          ? ' (not found here: only builtin was measured)'
          : ', and knows three local signatures: with the official ones it is slower'
      }.`,
    },
  ];
}

async function rowsOf(name: string, scanner: Scanner, samples: Readonly<Record<string, Buffer>>): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [kind, bytes] of Object.entries(samples)) {
    await scan(scanner, bytes);
    const speeds: string[] = [];
    for (const count of AT_ONCE) speeds.push((await speed(scanner, bytes, count)).toFixed(0));
    rows.push([name, kind, ...speeds]);
  }
  return rows;
}

/** Megabytes a second, all that go at once together; the best of the rounds. */
async function speed(scanner: Scanner, bytes: Buffer, atOnce: number): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await Promise.all(Array.from({ length: atOnce }, () => scan(scanner, bytes)));
    best = Math.max(best, (atOnce * bytes.length) / 1000 / (performance.now() - began));
  }
  return best;
}

async function scan(scanner: Scanner, bytes: Buffer): Promise<void> {
  const stream = async function* () {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  };
  const { verdict } = await scanner.scan({ name: 'file', size: bytes.length, stream });
  const wanted = scanner.truly ? 'clean' : 'not-scanned';
  if (verdict.verdict !== wanted) throw new Error(`The scanner said ${JSON.stringify(verdict)}`);
}

function text(): Buffer {
  const random = new Random(1);
  const lines: string[] = [];
  for (let bytes = 0; bytes < SIZE; ) {
    const line = `603/${random.below(10_000)}/${random.below(10)},${random.below(500)},${random.below(90_000)},2026-06-01\r\n`;
    lines.push(line);
    bytes += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, SIZE);
}

function noise(): Buffer {
  const random = new Random(2);
  const bytes = Buffer.alloc(SIZE);
  for (let at = 0; at < SIZE; at += 4) bytes.writeUInt32LE(random.below(2 ** 32), at);
  return bytes;
}

/** Frames of 128 kbit/s at 44.1 kHz (417 bytes), each with its header and noise for sound. */
function recording(): Buffer {
  const bytes = noise();
  for (let at = 0; at + 4 <= SIZE; at += 417) bytes.writeUInt32BE(0xfffb9064, at);
  bytes.write('ID3\x04\0\0\0\0\0\0', 0, 'latin1');
  return bytes;
}

if (import.meta.main) for (const table of await scanBenchmark()) console.log(markdown(table));
