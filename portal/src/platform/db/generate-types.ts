import type { Pool } from 'pg';

const SCALARS: Readonly<Record<string, string>> = {
  bigint: 'number',
  integer: 'number',
  real: 'number',
  text: 'string',
  uuid: 'string',
  boolean: 'boolean',
  date: 'string',
  'timestamp with time zone': 'Date',
  bytea: 'Buffer',
  jsonb: 'Json',
  'text[]': 'string[]',
};

interface Column {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly defaulted: boolean;
}

/** The TypeScript types of every table of the migrated database, for Kysely. */
export async function generateTypes(pool: Pool): Promise<string> {
  const { rows } = await pool.query<Column>(`
    select c.relname as table_name, a.attname as column_name, format_type(a.atttypid, null) as type,
      not a.attnotnull as nullable, a.attidentity <> '' as generated, a.atthasdef as defaulted
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
    order by c.relname, a.attnum`);
  const tables = Map.groupBy(rows, (row) => row.table_name);
  const lines = [
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely';",
    '',
    'type Json = ColumnType<unknown, string, string>;',
    '',
  ];
  for (const [name, columns] of tables) {
    lines.push(
      `export interface ${typeName(name)} {`,
      ...columns.map((column) => `  ${column.column_name}: ${columnType(column)};`),
      '}',
      '',
    );
  }
  lines.push(
    'export interface Tables {',
    ...[...tables.keys()].map((name) => `  ${name}: ${typeName(name)};`),
    '}',
    '',
  );
  return lines.join('\n');
}

function typeName(table: string): string {
  return `${table.replace(/(^|_)(\w)/g, (_all, _line, letter: string) => letter.toUpperCase())}Table`;
}

function columnType({ table_name, column_name, type, nullable, generated, defaulted }: Column): string {
  const scalar = SCALARS[type];
  if (!scalar) throw new Error(`No TypeScript type for ${table_name}.${column_name}, which is ${type}`);
  if (scalar === 'Json') return nullable ? 'ColumnType<unknown, string | null | undefined, string | null>' : scalar;
  const value = nullable ? `${scalar} | null` : scalar;
  if (generated) return `GeneratedAlways<${value}>`;
  return defaulted ? `Generated<${value}>` : value;
}
