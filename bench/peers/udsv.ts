/** uDSV with a RegExp for each column: its own format (`stringArrs`), piece by piece. */
import { createReadStream } from 'node:fs';
import { inferSchema, initParser } from 'udsv';
import { measured } from '../job.ts';
import { FieldCounter } from './field-counter.ts';

await measured(async ({ path, template }) => {
  const counter = new FieldCounter(template);
  const take = (row: string[]): void => counter.take(row);
  let parser: ReturnType<typeof initParser> | undefined;
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    parser ??= initParser(inferSchema(piece));
    parser.chunk(piece, parser.stringArrs, take);
  }
  parser?.end();
  return counter.counted;
});
