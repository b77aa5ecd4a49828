/**
 * The shape of a template: a Frictionless Table Schema (Data Package v2) plus Garner's own keys.
 * Other tools read the Frictionless part; what only Garner reads is marked "Garner".
 */

export type Severity = 'error' | 'query' | 'notice';

/** What the publisher printed, kept word for word; shown to people, never executed. */
export interface Published {
  readonly position: number | string;
  readonly description: string;
  readonly pattern: string;
  readonly words: string;
}

export interface Constraints {
  readonly required?: boolean;
  /** Full match, as in XML Schema: no `^` or `$`. `.` is any character but a line break. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
}

export interface TemplateField {
  readonly name: string;
  readonly title?: string;
  readonly type: 'string' | 'integer' | 'number' | 'date';
  /** Frictionless date format; `any` together with `dateFormats`. */
  readonly format?: string;
  readonly description: string;
  readonly example: string;
  readonly constraints?: Constraints;
  readonly missingValues?: readonly string[];
  /** Garner: the exact spelling of a number (full match), where the type alone would let `+5` or `0012` through. */
  readonly lexical?: string;
  /** Garner: the date spellings accepted where the publisher's words allow several. */
  readonly dateFormats?: readonly ('%Y-%m-%d' | '%d/%m/%Y')[];
  /** Garner: the value that stands for "not applicable" here; refused in fields that do not name it. */
  readonly notApplicable?: string;
  /** Garner: what is accepted, in plain words. */
  readonly accepts: string;
  /** Garner: how a person mends a wrong value. */
  readonly mend: string;
  /** Garner: why the pattern executed differs from the one published. */
  readonly reading?: string;
  readonly published?: Published;
}

interface RuleBase {
  /** Stable for ever, unique in the template. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  /** Codes of rules (or `value`) whose finding in the same row makes this one idle talk. */
  readonly besides?: readonly string[];
}

/** A CEL expression over the row's columns and `context`, true when the row is right. */
export interface RowRule extends RuleBase {
  readonly kind: 'row';
  readonly expression: string;
  /** Columns read; the rule is not asked where one of them is missing or already at fault. First one is the place. */
  readonly columns: readonly string[];
}

/** No two rows may have equal values in these columns. */
export interface UniqueRule extends RuleBase {
  readonly kind: 'unique';
  /** Absent: every column of the template. */
  readonly columns?: readonly string[];
}

/** The column has one value in the whole file. */
export interface ConstantRule extends RuleBase {
  readonly kind: 'constant';
  readonly columns: readonly [string];
}

/**
 * The values in these columns, together, are among those of a list or of another file, which is given by its name when a
 * file is checked (`CheckOptions.references`); where it is not given, the rule is not asked. Texts are compared as they
 * are, letter for letter. It stands by itself, as a `unique` rule does beside `primaryKey`: `foreignKeys` tell other tools,
 * the rule says what Garner looks up and what it tells people. Where `foreignKeys` has keys from the same columns into
 * the same resource, one of them must pair the columns as the rule does.
 */
export interface ReferenceRule extends RuleBase {
  readonly kind: 'reference';
  /** The rule is not asked where one of them is missing or already at fault. First one is the place. */
  readonly columns: readonly string[];
  readonly reference: {
    readonly resource: string;
    /** Columns of the reference, in the order of the rule's own; absent: they have the same names. */
    readonly columns?: readonly string[];
  };
  /**
   * Whether rows are left out in which one of the columns holds a missing value or the column's `notApplicable`.
   * Absent: they are.
   */
  readonly exceptMissing?: boolean;
}

export type Rule = RowRule | UniqueRule | ConstantRule | ReferenceRule;

/** A key into another file, or into this one where no resource is named (Data Package v2). */
export interface ForeignKey {
  readonly fields: string | readonly string[];
  readonly reference: { readonly resource?: string; readonly fields: string | readonly string[] };
}

export interface Template {
  readonly name: string;
  readonly title: string;
  readonly edition: string;
  readonly publisher: string;
  /** ISO date the publisher gives for this edition. */
  readonly updated: string;
  readonly description: string;
  readonly sources?: readonly { readonly title: string; readonly path?: string }[];
  readonly missingValues?: readonly string[];
  /** Garner: what the publisher writes for "not applicable" anywhere; refused in every field that does not name it. */
  readonly notApplicableValues?: readonly string[];
  readonly primaryKey?: readonly string[];
  /** For other tools; Garner itself looks up what rules of kind `reference` ask. */
  readonly foreignKeys?: readonly ForeignKey[];
  readonly fields: readonly TemplateField[];
  readonly rules?: readonly Rule[];
}
