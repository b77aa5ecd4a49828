import type { Quoting } from './csv-cell.ts';

/** What a file of PTQ assessment outcomes shall be like. The same options give the same bytes. */
export interface GeneratorOptions {
  /** Data rows. */
  readonly rows: number;
  readonly seed: number;
  /** Share of rows, from 0 to 1, that have one fault; 0 where absent. A repeated row needs a sound one before it, so 1 makes none. */
  readonly faults?: number;
  /** Rules whose faults are made; all of them where absent. */
  readonly rules?: readonly string[];
  /** `yyyy-mm-dd`. */
  readonly dueDate: string;
  readonly sender: string;
  /** Such as `2022-2023`. */
  readonly academicYear: string;
  /** LF where absent. */
  readonly lineEnd?: '\n' | '\r\n';
  /** `never` (where absent) still quotes what could not stand without. */
  readonly quoted?: Quoting;
  /** True: every row has characters beyond ASCII in its boundary and in the candidate's other number; give such a `sender` too. */
  readonly nonAscii?: boolean;
}
