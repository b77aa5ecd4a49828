import type { CompiledRowRule, CompiledTemplate } from '../compile.ts';
import type { CheckContext } from '../rules/cel.ts';
import type { Expectations } from './expected.ts';
import { identifiersIn } from './identifiers.ts';
import type { Random } from './random.ts';
import { RuleGroup } from './rule-group.ts';
import { isPlain, type Maker, makerOf, SampleError } from './values.ts';

/** Tries to find a row that no unique rule refuses. */
const TRIES = 500;

/** Makes rows that a template takes without a finding, each unlike those noted before. */
export class RowMaker {
  readonly #compiled: CompiledTemplate;
  readonly #expectations: Expectations;
  readonly #random: Random;
  readonly #makers: readonly Maker[];
  readonly #groups: readonly RuleGroup[];
  /** Columns that keep one value throughout the file. */
  readonly #fixed: Map<number, string> = new Map();
  /** Values worth trying where a rule refuses others, by column. */
  readonly #suggestions: readonly (readonly string[])[];

  constructor(compiled: CompiledTemplate, context: CheckContext, expectations: Expectations, random: Random) {
    this.#compiled = compiled;
    this.#expectations = expectations;
    this.#random = random;
    const identifiers = new Map(compiled.rowRules.flatMap(({ rule }) => identifiersIn(rule.expression)));
    const near = dateNear(compiled, context);
    this.#makers = compiled.fields.map((field) => makerOf(field, near, identifiers.get(field.name), random));
    this.#suggestions = suggestionsFor(compiled, context);
    this.#groups = groupsOf(compiled.fields.length, expectations.rowRules).map(
      ([columns, rules]) =>
        new RuleGroup(columns, rules, {
          make: (column) => this.value(column),
          suggestions: (column) => this.#suggestions[column]!,
          holds: (rule, values) => expectations.holds(rule, values),
          mayBe: (column, text) => this.#mayBe(column, text),
          random,
        }),
    );
    this.#fix();
  }

  /** The next row; throws SampleError where none is left that differs as the unique rules want. */
  next(): string[] {
    let refusing: string | undefined;
    for (let left = TRIES; left > 0; left--) {
      const values = this.draw();
      if (isUnreadable(values)) continue;
      refusing = this.#expectations.repeats(values);
      if (refusing === undefined) return values;
    }
    throw new SampleError(
      `No further row was found that differs from the others as the rule ${refusing ?? 'of CSV'} wants. Ask for fewer rows.`,
    );
  }

  /** A row that every row rule takes, whether or not it repeats another. */
  draw(): string[] {
    const values = this.#makers.map((_, column) => this.value(column));
    for (const group of this.#groups) group.settle(values);
    return values;
  }

  /** A right value of a column. */
  value(column: number): string {
    return this.#fixed.get(column) ?? this.#makers[column]!(this.#random);
  }

  /** A right value of a column even where the file keeps one value in it, or one that rules suggest. */
  otherValue(column: number): string {
    const suggestions = this.#suggestions[column]!;
    if (suggestions.length > 0 && this.#random.chance(0.3)) return this.#random.pick(suggestions);
    return this.#makers[column]!(this.#random);
  }

  /** Fixes what the file says once: constant columns, what the context tells, and what only it could tell. */
  #fix(): void {
    const { constantRules, rowRules, fields } = this.#compiled;
    const told = rowRules.filter(
      ({ columns, expression }) => columns.length === 1 && expression.contextNames.length > 0,
    );
    for (const rule of told) {
      const column = rule.columns[0]!;
      const { example } = fields[column]!.template;
      const isAsked = this.#expectations.rowRules.includes(rule);
      if (!isAsked && this.#mayBe(column, example)) this.#fixed.set(column, example);
      if (isAsked && this.#isHard(rule, column)) this.#fixed.set(column, this.draw()[column]!);
    }
    const first = this.draw();
    for (const { column } of constantRules) this.#fixed.set(column, first[column]!);
  }

  /** Whether values made without the context never please the rule. */
  #isHard(rule: CompiledRowRule, column: number): boolean {
    const values: string[] = [];
    return Array.from({ length: 20 }, () => this.value(column)).every((text) => {
      values[column] = text;
      return !this.#expectations.holds(rule, values);
    });
  }

  #mayBe(column: number, text: string): boolean {
    const fixed = this.#fixed.get(column);
    return fixed === undefined ? isPlain(this.#compiled.fields[column]!, text) : fixed === text;
  }
}

/** A row of which a reader of CSV would see nothing but commas. */
export function isUnreadable(values: readonly string[]): boolean {
  return values.every((value) => value === '');
}

/** Columns that rules tie together, with those rules. */
function groupsOf(width: number, rules: readonly CompiledRowRule[]): [number[], CompiledRowRule[]][] {
  const leaders = Array.from({ length: width }, (_, column) => column);
  for (const { columns } of rules) {
    const old = new Set(columns.map((column) => leaders[column]!));
    const leader = Math.min(...old);
    for (let column = 0; column < width; column++) if (old.has(leaders[column]!)) leaders[column] = leader;
  }
  return [...new Set(rules.flatMap(({ columns }) => columns.slice(0, 1).map((column) => leaders[column]!)))].map(
    (leader) => [
      leaders.flatMap((other, column) => (other === leader ? column : [])),
      rules.filter(({ columns }) => columns.some((column) => leaders[column] === leader)),
    ],
  );
}

const LITERAL = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

/** For each column what its rules name: values of the context, texts of the expression, the template's examples. */
function suggestionsFor({ fields, rowRules }: CompiledTemplate, context: CheckContext): string[][] {
  return fields.map((field, column) => {
    const rules = rowRules.filter(({ columns }) => columns.includes(column));
    const told = rules.flatMap(({ expression }) => expression.contextNames.flatMap((name) => context[name] ?? []));
    const named = rules.flatMap(({ rule }) =>
      [...rule.expression.matchAll(LITERAL)].map((match) => match[1] ?? match[2]!),
    );
    const texts = [...told.map(String), ...named, field.template.example, field.template.notApplicable ?? ''];
    const turned = texts.filter((text) => ISO.test(text)).map((text) => text.split('-').reverse().join('/'));
    return rules.length === 0 ? [] : [...new Set([...texts, ...turned])].filter((text) => isPlain(field, text));
  });
}

const ISO = /^\d{4}-\d\d-\d\d$/;

/** The date that the file is about: the first in the context, else the example of the first column of dates. */
function dateNear({ fields }: CompiledTemplate, context: CheckContext): string {
  const told = Object.values(context).find((value) => typeof value === 'string' && ISO.test(value));
  const example = fields.find(({ template }) => template.type === 'date' && ISO.test(template.example))?.template
    .example;
  return String(told ?? example ?? '2024-01-01');
}
