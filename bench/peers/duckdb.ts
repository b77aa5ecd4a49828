/** DuckDB with regexp_full_match, on as many threads as the second argument says. Nothing is left to be guessed. */
import { DuckDBInstance } from '@duckdb/node-api';
import { measured } from '../job.ts';
import { type ColumnCheck, columnChecks } from './patterns.ts';

await measured(async ({ path, template }) => {
  const checks = columnChecks(template, 're2');
  const columns = checks.map(({ name }) => `${text(name)}: 'VARCHAR'`).join(', ');
  // An empty value comes as NULL and so does what is asked of it: what is not counted as right is a fault.
  const sql = `
    SELECT count(*), ${checks.map(rightValues).join(', ')}
    FROM read_csv(${text(path)}, auto_detect = false, columns = {${columns}}, all_varchar = true, header = true,
      delim = ',', quote = '"', escape = '"', new_line = '\\n')`;
  const instance = await DuckDBInstance.create(':memory:', { threads: process.argv[3] ?? '1' });
  const connection = await instance.connect();
  const [row] = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.closeSync();
  instance.closeSync();
  const [rows, ...right] = row!.map(Number) as [number, ...number[]];
  const faultsByColumn = right.map((count) => rows - count);
  return { rows, faults: faultsByColumn.reduce((sum, count) => sum + count, 0), faultsByColumn };
});

function rightValues({ name, pattern, refused }: ColumnCheck): string {
  const column = `"${name}"`;
  const but = refused === undefined ? '' : ` AND ${column} <> ${text(refused)}`;
  return `count(*) FILTER (WHERE regexp_full_match(${column}, ${text(pattern)})${but})`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
