import type { CompileTime } from './compile-time.ts';
import type { FileName } from './engine-files.ts';
import type { Result, Results } from './engine-results.ts';
import type { WayName } from './engine-ways.ts';
import type { Table } from './table.ts';
import type { XmlResult } from './xml.ts';

/** What was promised, and what was measured. */
interface Target {
  readonly what: string;
  /** Undefined where one of the two sides was not measured. */
  readonly figure: number | undefined;
  readonly limit: { readonly least: number } | { readonly most: number };
  readonly unit: '×' | 'MB' | 'ms' | 'bytes';
}

type Time = 'wall' | 'inside';

const KEYS = 2;

/** Each target beside its figure, from the best times, and whether it is met. */
export function targetTable(results: Results, compile: CompileTime, xml: XmlResult | undefined): Table {
  return {
    title: 'Targets',
    head: ['what', 'measured', 'target', ''],
    rows: [...targets(results, compile), ...xmlTargets(xml)].map(({ what, figure, limit, unit }) => [
      what,
      figure === undefined ? 'not measured' : shown(figure, unit),
      'least' in limit ? `at least ${shown(limit.least, unit)}` : `at most ${shown(limit.most, unit)}`,
      verdict(figure, limit),
    ]),
  };
}

function targets(results: Results, compile: CompileTime): readonly Target[] {
  const ratio = (
    what: string,
    over: readonly [FileName, WayName],
    under: readonly [FileName, WayName],
    time: Time,
  ) => ({
    what,
    figure: quotient(best(results.of(...over), time), best(results.of(...under), time)),
    unit: '×' as const,
  });
  const faster = (file: FileName, peer: WayName, words: string, least: number, way: WayName = 'fields'): Target => ({
    ...ratio(
      `${rows(results, file)}, whole process${way === 'fields-2' ? ' of two workers' : ''}: faster than ${words}`,
      [file, peer],
      [file, way],
      'wall',
    ),
    limit: { least },
  });
  const beside = (file: FileName, way: WayName, words: string, most: number): Target => ({
    ...ratio(
      `${words} beside the clean file, ${way === 'whole' ? 'whole template' : '12 checks'}`,
      [file, way],
      ['clean', way],
      'inside',
    ),
    limit: { most },
  });
  const memory = (what: string, ways: readonly WayName[], most: number): Target => {
    const peaks = (['clean', 'large', 'some', 'names', 'quoted', 'every'] as const).flatMap((file) =>
      ways.flatMap((way) => results.of(file, way)?.peak ?? []),
    );
    return { what, figure: peaks.length > 0 ? Math.max(...peaks) / 1e6 : undefined, limit: { most }, unit: 'MB' };
  };
  const keys = (what: string, way: WayName, count: number): Target => ({
    what,
    figure: bytesPerRow(results.of('large', way), results.of('large', 'whole-no-keys'), count),
    limit: { most: 20 },
    unit: 'bytes',
  });
  return [
    faster('clean', 'csv-parse', 'csv-parse + RegExp', 30),
    faster('clean', 'duckdb-2', 'DuckDB on two threads', 6),
    faster('clean', 'polars', 'polars', 5),
    faster('large', 'duckdb-2', 'DuckDB on two threads', 9),
    faster('large', 'polars', 'polars', 7),
    // As a file of this size is checked where nobody says how many; the peers have two threads as well.
    faster('large', 'duckdb-2', 'DuckDB on two threads', 9, 'fields-2'),
    faster('large', 'polars', 'polars', 7, 'fields-2'),
    {
      ...ratio(
        `${rows(results, 'large')}, whole process: two workers faster than one`,
        ['large', 'fields'],
        ['large', 'fields-2'],
        'wall',
      ),
      limit: { least: 1.5 },
    },
    {
      ...ratio(
        'the 12 checks beside a plain read of the same file, as rates',
        ['large', 'read'],
        ['large', 'fields'],
        'inside',
      ),
      limit: { least: 0.15 },
    },
    {
      ...ratio('whole template beside the 12 checks, as times', ['large', 'whole'], ['large', 'fields'], 'inside'),
      limit: { most: 2.2 },
    },
    keys('memory of one unique key, a row', 'whole-one-key', 1),
    keys('memory of both unique keys, a row and key', 'whole', KEYS),
    ...(['fields', 'whole'] as const).flatMap((way) => [
      beside('some', way, '1 % faulty rows', 2),
      beside('names', way, 'names beyond ASCII in every row', 2),
      beside('quoted', way, 'every value in quotation marks', 4),
      beside('every', way, 'a fault in every row', 2.5),
    ]),
    {
      ...ratio(
        'kernel in JavaScript: faster than csv-parse, whole process',
        ['clean', 'csv-parse'],
        ['clean', 'fields-js'],
        'wall',
      ),
      limit: { least: 12 },
    },
    {
      ...ratio(
        'kernel in JavaScript: faster than csv-parse, in-process',
        ['clean', 'csv-parse'],
        ['clean', 'fields-js'],
        'inside',
      ),
      limit: { least: 12 },
    },
    ...(['clean', 'large'] as const).map((file) => ({
      ...ratio(
        `${rows(results, file)}, worker of Chromium beside Node, as rates`,
        [file, 'fields'],
        [file, 'browser'],
        'inside',
      ),
      limit: { least: 0.6 },
    })),
    memory('peak memory with one worker, whatever the file', ['fields', 'whole-no-keys'], 64),
    memory('peak memory with two workers, whatever the file', ['fields-2'], 100),
    { what: 'compiling the template, first in the process', figure: compile.first, limit: { most: 30 }, unit: 'ms' },
    { what: 'compiling the template, median of 20 more', figure: compile.median, limit: { most: 30 }, unit: 'ms' },
  ];
}

function xmlTargets(xml: XmlResult | undefined): readonly Target[] {
  const faster = (words: string, figure: number | undefined): Target => {
    return { what: `XML of 200 MB: faster than saxes ${words}`, figure, limit: { least: 3 }, unit: '×' };
  };
  return [
    faster('without namespaces and positions', xml?.faster[0]),
    faster('with both, as Garner always has them', xml?.faster[1]),
    { what: 'peak memory of reading XML', figure: xml && xml.peak / 1e6, limit: { most: 80 }, unit: 'MB' },
  ];
}

function best(result: Result | undefined, time: Time): number | undefined {
  return result?.[time]?.best;
}

function quotient(over: number | undefined, under: number | undefined): number | undefined {
  return over === undefined || under === undefined ? undefined : over / under;
}

function bytesPerRow(withKeys: Result | undefined, without: Result | undefined, keys: number): number | undefined {
  return withKeys && without ? (withKeys.peak - without.peak) / withKeys.file.rows / keys : undefined;
}

/** A file by its size; by its name where nothing went through it. */
function rows(results: Results, file: FileName): string {
  const known = results.ofFile(file)[0]?.file;
  return known ? `${known.rows.toLocaleString('en-GB')} rows` : `file “${file}”`;
}

/** `met`, or plainly not. */
export function verdict(figure: number | undefined, limit: Target['limit']): string {
  if (figure === undefined) return '';
  return ('least' in limit ? figure >= limit.least : figure <= limit.most) ? 'met' : '**not met**';
}

function shown(figure: number, unit: Target['unit']): string {
  const number = Number(figure.toPrecision(3));
  return unit === '×' ? `${number} ×` : `${number} ${unit}`;
}
