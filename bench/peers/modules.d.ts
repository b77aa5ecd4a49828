/** The little that the benchmark uses of each peer, so that the types hold where bench/node_modules is not there. */

declare module 'csv-parse' {
  type Parser = NodeJS.ReadWriteStream & AsyncIterable<string[]>;
  export function parse(options: { from: number }): Parser;
}

declare module 'papaparse' {
  interface Settings {
    step: (result: { data: string[] }) => void;
    complete: () => void;
    error: (error: Error) => void;
    delimiter: string;
    newline: string;
  }
  const papaparse: { parse(input: NodeJS.ReadableStream, settings: Settings): void };
  export default papaparse;
}

declare module 'udsv' {
  interface Parser {
    stringArrs(text: string): string[][];
    chunk(text: string, parse: (text: string) => string[][], onRow: (row: string[]) => void): void;
    end(): unknown;
  }
  export function inferSchema(text: string, options?: object, rows?: number): object;
  export function initParser(schema: object): Parser;
}

declare module '@duckdb/node-api' {
  interface Connection {
    runAndReadAll(sql: string): Promise<{ getRowsJS(): readonly (readonly unknown[])[] }>;
    closeSync(): void;
  }
  export const DuckDBInstance: {
    create(
      path: string,
      options: Readonly<Record<string, string>>,
    ): Promise<{
      connect(): Promise<Connection>;
      closeSync(): void;
    }>;
  };
}

declare module 'nodejs-polars' {
  interface Expr {
    readonly str: { contains(pattern: string): Expr };
    and(other: Expr): Expr;
    neq(text: unknown): Expr;
    sum(): Expr;
    alias(name: string): Expr;
  }
  interface LazyFrame {
    select(...expressions: Expr[]): LazyFrame;
    collect(): Promise<{ row(index: number): readonly unknown[] }>;
  }
  interface Polars {
    scanCSV(path: string, options: Readonly<Record<string, unknown>>): LazyFrame;
    col(name: string): Expr;
    lit(value: unknown): Expr;
    len(): Expr;
  }
  const polars: Polars;
  export default polars;
}
