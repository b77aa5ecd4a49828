/** The XML reader beside saxes on a census-like file: node bench/xml.ts [--megabytes N] [--rounds N] */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PEER_MODULES, peerVersion } from './engine-peers.ts';
import { Scripts } from './engine-process.ts';
import { markdown, type Table } from './table.ts';
import type { XmlCounted, XmlMeasured } from './xml-count.ts';
import { writeXmlFile } from './xml-generator.ts';

const MB = 1e6;

interface Way {
  readonly title: string;
  readonly script: 'xml-ours.ts' | 'xml-saxes.ts';
  readonly argument: string;
}

const SAXES = 'saxes, without namespaces and positions';
const SAXES_WITH_BOTH = 'saxes, with both';

const WAYS: readonly Way[] = [
  { title: 'Garner', script: 'xml-ours.ts', argument: '' },
  { title: 'Garner, each value made a string', script: 'xml-ours.ts', argument: 'strings' },
  { title: SAXES, script: 'xml-saxes.ts', argument: '' },
  { title: SAXES_WITH_BOTH, script: 'xml-saxes.ts', argument: 'namespaces' },
];

/** The table, and what the targets ask for. */
export interface XmlResult {
  readonly table: Table;
  /** How many times the time of Garner saxes takes, without namespaces and positions, then with both; undefined where it is not installed. */
  readonly faster: readonly [number | undefined, number | undefined];
  /** Most memory that Garner held, in bytes, whether or not values are made strings. */
  readonly peak: number;
}

/**
 * Measures each way `rounds` times in turns, each in a fresh process, on a file of so many megabytes that is removed
 * again. Throws where two of them count differently. Where saxes is not installed, the table has our reader alone.
 */
export async function xmlBenchmark(megabytes = 200, rounds = 3): Promise<XmlResult> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-xml-bench-'));
  try {
    const path = join(folder, 'census.xml');
    const written = await writeXmlFile(path, { bytes: megabytes * MB, seed: 1 });
    const ways = WAYS.filter(({ script }) => script === 'xml-ours.ts' || peerVersion('saxes') !== undefined);
    const results = await measure(path, ways, rounds);
    return { table: table(written.bytes, written.pupils, ways, results), ...figures(ways, results) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function figures(ways: readonly Way[], results: readonly XmlMeasured[][]): Omit<XmlResult, 'table'> {
  const best = ways.map((_, at) => Math.min(...results[at]!.map(({ milliseconds }) => milliseconds)));
  const besideOurs = (title: string): number | undefined => {
    const at = ways.findIndex((way) => way.title === title);
    return at < 0 ? undefined : best[at]! / best[0]!;
  };
  const ours = results.filter((_, at) => ways[at]!.script === 'xml-ours.ts').flat();
  return {
    faster: [besideOurs(SAXES), besideOurs(SAXES_WITH_BOTH)],
    peak: Math.max(...ours.map(({ peak }) => peak)),
  };
}

/** Every run of each way, in the order of `ways`. */
async function measure(path: string, ways: readonly Way[], rounds: number): Promise<XmlMeasured[][]> {
  const names = [...new Set(ways.map(({ script }) => script))];
  // Beside the peers, so that saxes is found; git does not look there.
  const scripts = await Scripts.bundle(join(PEER_MODULES, '.xml-scripts'), names, ['saxes']);
  const results: XmlMeasured[][] = ways.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { script, argument }] of ways.entries()) {
      const { printed } = await scripts.run<XmlMeasured>(script, [path, argument]);
      results[index]!.push(printed);
      agree(results[0]![0]!, printed, ways[index]!);
    }
  }
  return results;
}

function agree(first: XmlCounted, other: XmlCounted, { title }: Way): void {
  for (const what of ['elements', 'attributes', 'characters'] as const) {
    if (first[what] === other[what]) continue;
    throw new Error(`Garner counts ${first[what]} ${what}, ${title} ${other[what]}`);
  }
}

function table(bytes: number, pupils: number, ways: readonly Way[], results: readonly XmlMeasured[][]): Table {
  const times = results.map((runs) => runs.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b));
  const rate = (milliseconds: number): string => (bytes / MB / (milliseconds / 1000)).toFixed(0);
  const ours = times[0]![0]!;
  const { elements, attributes, characters } = results[0]![0]!;
  return {
    title: `Reading ${(bytes / MB).toFixed(0)} MB of XML, best of ${times[0]!.length} in turns`,
    head: ['reader', 'MB/s', 'MB/s, median', 'peak memory', 'its time beside Garner’s'],
    rows: ways.map(({ title }, index) => [
      title,
      rate(times[index]![0]!),
      rate(times[index]![Math.floor(times[index]!.length / 2)]!),
      `${(Math.max(...results[index]!.map(({ peak }) => peak)) / MB).toFixed(0)} MB`,
      `× ${(times[index]![0]! / ours).toFixed(1)}`,
    ]),
    note: [
      `A school census of ${whole(pupils)} invented pupils (\`bench/xml-generator.ts\`). All counted ${whole(elements)} elements,`,
      `${whole(attributes)} attributes and ${whole(characters)} characters of text. Garner checks namespaces, UTF-8 and keeps positions always.`,
      ways.length < WAYS.length ? 'saxes is not installed here, so it was not measured.' : '',
    ]
      .join(' ')
      .trim(),
  };
}

function whole(number: number): string {
  return number.toLocaleString('en-GB');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { megabytes: { type: 'string', default: '200' }, rounds: { type: 'string', default: '3' } },
  });
  console.log(markdown((await xmlBenchmark(Number(values.megabytes), Number(values.rounds))).table));
}
