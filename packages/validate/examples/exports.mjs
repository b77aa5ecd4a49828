import { writeFile } from 'node:fs/promises';
import { toCsvw, toRowSchema, toTableSchema } from '@garner/validate/export';
import published from '@garner/validate/templates/specification-codes@2023-09.json' with { type: 'json' };

const { template } = published;
const write = (name, value) => writeFile(name, `${JSON.stringify(value, null, 2)}\n`);
await write('specification-codes.schema.json', toTableSchema(template));
await write('specification-codes.csv-metadata.json', toCsvw(template));
await write('specification-codes.row.schema.json', toRowSchema(template));
