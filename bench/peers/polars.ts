/** polars with anchored `str.contains` over a lazy scan; as many threads as POLARS_MAX_THREADS says. `streaming` changes nothing here. */
import polars from 'nodejs-polars';
import { measured } from '../job.ts';
import { type ColumnCheck, columnChecks } from './patterns.ts';

await measured(async ({ path, template }) => {
  const checks = columnChecks(template, 're2');
  const counts = await polars
    .scanCSV(path, { hasHeader: true, inferSchemaLength: 0, quoteChar: '"', missingUtf8IsEmptyString: true })
    .select(polars.len().alias('rows'), ...checks.map(rightValues))
    .collect();
  const [rows, ...right] = counts.row(0).map(Number) as [number, ...number[]];
  const faultsByColumn = right.map((count) => rows - count);
  return { rows, faults: faultsByColumn.reduce((sum, count) => sum + count, 0), faultsByColumn };
});

function rightValues({ name, pattern, refused }: ColumnCheck): ReturnType<typeof polars.col> {
  const column = polars.col(name);
  const matches = column.str.contains(`^(?:${pattern})$`);
  return (refused === undefined ? matches : matches.and(column.neq(polars.lit(refused)))).sum().alias(name);
}
