import type { BenchFile, FileName } from './engine-files.ts';
import type { NotMeasured, Result, Results } from './engine-results.ts';
import type { WayName } from './engine-ways.ts';
import type { Table } from './table.ts';

/** All ways through one file, and how much faster the twelve checks with one worker are than each. */
export function fileTable(results: Results, file: BenchFile): Table {
  const garner = results.of(file.name, 'fields');
  return {
    title: `${file.title}, ${(file.bytes / 1e6).toFixed(0)} MB`,
    head: [
      'way',
      'process, best',
      'median',
      'in-process, best',
      'median',
      'MB/s',
      'M rows/s',
      'peak MB',
      'process, beside Garner’s 12 checks',
    ],
    rows: results.ofFile(file.name).map((result) => {
      const { way, wall, inside, peak } = result;
      return [
        way.title,
        wall ? seconds(wall.best) : '',
        wall ? seconds(wall.median) : '',
        seconds(inside.best),
        seconds(inside.median),
        digits(file.bytes / 1e3 / (wall ?? inside).best),
        way.blind === true ? '' : digits(file.rows / 1e3 / (wall ?? inside).best),
        peak > 0 ? (peak / 1e6).toFixed(0) : '',
        wall && garner?.wall ? `${digits(wall.best / garner.wall.best)} ×` : '',
      ];
    }),
    note: 'MB/s and rows of the best whole process; of the time in the worker for Chromium, which is started once.',
  };
}

/** The time in-process of each way for each kind of file of the same number of rows. */
export function kindsTable(results: Results, files: readonly BenchFile[]): Table {
  const ways = new Map(files.flatMap(({ name }) => results.ofFile(name)).map(({ way }) => [way.name, way.title]));
  const compared = [...ways].filter(([name]) => files.every((file) => results.of(file.name, name)));
  return {
    title: 'What is in the file, in-process time, best',
    head: [
      'way',
      ...files.map(({ title }) => title),
      ...files.slice(1).map(({ name }) => `${name} ÷ ${files[0]!.name}`),
    ],
    rows: compared.map(([way, title]) => [
      title,
      ...files.map(({ name }) => seconds(inside(results, name, way))),
      ...files.slice(1).map(({ name }) => digits(inside(results, name, way) / inside(results, files[0]!.name, way))),
    ]),
    note: `Faults in them, counted alike by every way and by the generator: ${files.map(({ title, faults }) => `${title}: ${faults.toLocaleString('en-GB')}`).join('; ')}.`,
  };
}

/** What could not be measured, and why. */
export function notMeasuredTable(list: readonly NotMeasured[]): Table {
  return {
    title: 'Not measured',
    head: ['way', 'why', 'first tried on'],
    rows: list.map(({ way, why, file }) => [way.title, why.replaceAll('|', '\\|'), file]),
  };
}

function inside(results: Results, file: FileName, way: WayName): number {
  return (results.of(file, way) as Result).inside.best;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 100 ? 3 : 2)} s`;
}

/** Three digits that count, without an exponent. */
function digits(number: number): string {
  return number.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}
