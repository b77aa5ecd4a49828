/** A template in the words of other tools: Frictionless Table Schema, CSV on the Web, JSON Schema. */

export { type CsvwColumn, type CsvwDatatype, type CsvwTable, toCsvw } from './csvw.ts';
export { type RowSchema, toRowSchema, type ValueSchema } from './row-schema.ts';
export { type TableSchema, type TableSchemaField, toTableSchema } from './table-schema.ts';
