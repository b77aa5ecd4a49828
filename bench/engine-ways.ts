import type { PeerName } from './engine-peers.ts';

/** One way of going through a file: a script of its own process, or Chromium. */
export interface Way {
  readonly name: WayName;
  readonly title: string;
  /** Below `bench/`; absent where Chromium runs it. */
  readonly script?: string;
  /** Given after the job. */
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The package it measures, where it is not the engine. */
  readonly peer?: PeerName;
  /** Does not look at values, so that it finds no fault. */
  readonly blind?: true;
}

export type WayName =
  | 'read'
  | 'fields'
  | 'fields-2'
  | 'fields-js'
  | 'browser'
  | 'whole'
  | 'whole-2'
  | 'whole-no-keys'
  | 'whole-one-key'
  | 'naive'
  | 'csv-parse'
  | 'papaparse'
  | 'udsv'
  | 'duckdb-1'
  | 'duckdb-2'
  | 'polars';

const READ = 'measure-read.ts';
const FIELDS = 'measure-fields.ts';
const WHOLE = 'measure-whole.ts';

export const WAYS: readonly Way[] = [
  { name: 'read', title: 'plain read, nothing looked at', script: READ, blind: true },
  { name: 'fields', title: 'Garner, 12 checks, 1 worker', script: FIELDS },
  { name: 'fields-2', title: 'Garner, 12 checks, 2 workers', script: FIELDS, arguments: ['2'] },
  {
    name: 'fields-js',
    title: 'Garner, 12 checks, kernel in JavaScript',
    script: FIELDS,
    environment: { GARNER_KERNEL: 'js' },
  },
  { name: 'browser', title: 'Garner, 12 checks, in a worker of Chromium' },
  { name: 'whole', title: 'Garner, whole template, 1 worker', script: WHOLE },
  { name: 'whole-2', title: 'Garner, whole template, 2 workers', script: WHOLE, arguments: ['--workers=2'] },
  {
    name: 'whole-one-key',
    title: 'Garner, whole template, but with one unique key',
    script: WHOLE,
    arguments: ['--keys=1'],
  },
  {
    name: 'whole-no-keys',
    title: 'Garner, whole template, but without unique keys',
    script: WHOLE,
    arguments: ['--keys=0'],
  },
  { name: 'naive', title: 'whole template by hand: strings, RegExp, Sets', script: 'measure-naive.ts', blind: true },
  peer('csv-parse', 'csv-parse + RegExp', 'csv-parse'),
  peer('papaparse', 'papaparse + RegExp', 'papaparse'),
  peer('udsv', 'uDSV + RegExp', 'udsv'),
  { ...peer('duckdb-1', 'DuckDB, regexp_full_match, 1 thread', '@duckdb/node-api'), arguments: ['1'] },
  { ...peer('duckdb-2', 'DuckDB, regexp_full_match, 2 threads', '@duckdb/node-api'), arguments: ['2'] },
  {
    ...peer('polars', 'polars, str.contains, 2 threads', 'nodejs-polars'),
    environment: { POLARS_MAX_THREADS: '2' },
  },
];

function peer(name: WayName, title: string, peer: PeerName): Way {
  return { name, title, script: `peers/${name.replace(/-\d$/, '')}.ts`, peer };
}

/** The way of a name. */
export function wayOf(name: WayName): Way {
  return WAYS.find((way) => way.name === name)!;
}
