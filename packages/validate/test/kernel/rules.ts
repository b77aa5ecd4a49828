import fc from 'fast-check';
import type { Rule, Severity } from '../../src/template.ts';

/** What the return says about itself, for the rules that compare with it. */
export const CONTEXT = { text: 'A', list: ['A', 'é', 'abc', '2020-02-29', 'a"b'], number: 7 } as const;

const TEXTS = [
  'A',
  'x',
  '-2',
  '9',
  '',
  'é',
  'abc',
  '2020-02-29',
  '2020-06-15',
  'a"b',
  'a value of more than sixteen bytes',
  '💡',
];
const OPERATORS = ['==', '!=', '<', '<=', '>', '>='];
const FUNCTIONS = ['isUln', 'isUci', 'isUpn'];
const quoted = (text: string): string => JSON.stringify(text);
const reach = (name: string): string => (/^\w+$/.test(name) ? name : `row[${quoted(name)}]`);

/** An expression, and which of the template's columns it reads, as places that are counted around. */
interface Expression {
  source(names: readonly string[]): string;
  readonly columns: readonly number[];
}

const place = fc.nat(6);
const word = fc.constantFrom(...TEXTS);
const operator = fc.constantFrom(...OPERATORS);
const nameAt = (names: readonly string[], at: number): string => reach(names[at % names.length]!);

const one = (values: fc.Arbitrary<(name: string) => string>): fc.Arbitrary<Expression> =>
  fc
    .tuple(place, values)
    .map(([at, write]) => ({ columns: [at], source: (names: readonly string[]) => write(nameAt(names, at)) }));
const two = (values: fc.Arbitrary<(a: string, b: string) => string>): fc.Arbitrary<Expression> =>
  fc.tuple(place, place, values).map(([a, b, write]) => ({
    columns: [a, b],
    source: (names: readonly string[]) => write(nameAt(names, a), nameAt(names, b)),
  }));

const atom: fc.Arbitrary<Expression> = fc.oneof(
  one(
    fc.tuple(operator, word, fc.boolean()).map(
      ([op, text, flip]) =>
        (name) =>
          flip ? `${quoted(text)} ${op} ${name}` : `${name} ${op} ${quoted(text)}`,
    ),
  ),
  two(operator.map((op) => (a, b) => `${a} ${op} ${b}`)),
  one(fc.array(word, { maxLength: 5 }).map((texts) => (name) => `${name} in [${texts.map(quoted).join(', ')}]`)),
  one(fc.constantFrom('context.list', 'context.none').map((list) => (name) => `${name} in ${list}`)),
  one(fc.constantFrom('==', '!=').map((op) => (name) => `${name} ${op} context.text`)),
  one(fc.constantFrom(...FUNCTIONS).map((call) => (name) => `${call}(${name})`)),
  one(
    fc.tuple(operator, fc.nat(2100), fc.integer({ min: 1, max: 9 })).map(
      ([op, value, plus]) =>
        (name) =>
          `int(${name}) + ${plus} ${op} ${value}`,
    ),
  ),
  two(
    fc.tuple(operator, fc.nat(3)).map(
      ([op, plus]) =>
        (a, b) =>
          `int(${a}) - ${plus} ${op} int(${b})`,
    ),
  ),
  one(
    fc.tuple(operator, fc.nat(4), fc.integer({ min: 1, max: 9 })).map(
      ([op, from, to]) =>
        (name) =>
          `int(${name}.substring(${from}, ${from + to})) ${op} 20`,
    ),
  ),
  one(fc.nat(3).map((from) => (name) => `int(${name}.substring(${from})) != 1`)),
  one(word.map((text) => (name) => `${name}.startsWith(${quoted(text)})`)),
  one(word.map((text) => (name) => `!${name}.contains(${quoted(text)})`)),
  one(fc.nat(6).map((size) => (name) => `size(${name}) > ${size}`)),
);

const deeper = (inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc.oneof(
    { weight: 4, arbitrary: atom },
    {
      weight: 4,
      arbitrary: fc.tuple(inner, fc.constantFrom('&&', '||'), inner).map(([a, op, b]) => ({
        columns: [...a.columns, ...b.columns],
        source: (names: readonly string[]) => `(${a.source(names)}) ${op} (${b.source(names)})`,
      })),
    },
    {
      weight: 3,
      arbitrary: inner.map((each) => ({
        columns: each.columns,
        source: (names: readonly string[]) => `!(${each.source(names)})`,
      })),
    },
    {
      // The same question twice, once denied.
      weight: 1,
      arbitrary: fc.tuple(inner, inner).map(([a, b]) => ({
        columns: [...a.columns, ...b.columns],
        source: (names: readonly string[]) => `(${a.source(names)}) && (${b.source(names)}) || !(${a.source(names)})`,
      })),
    },
  );

const expression = deeper(deeper(atom));

const severity = fc.constantFrom<Severity>('error', 'query', 'notice');
const besides = fc.option(fc.subarray(['value', 'value.pattern', 'R0', 'R1', 'R2', 'R3']), { nil: undefined, freq: 2 });

type Draft = (names: readonly string[], code: string) => Rule;

const distinct = (names: readonly string[], places: readonly number[]): string[] => [
  ...new Set(places.map((at) => names[at % names.length]!)),
];

const rule: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: expression.map((each) => ({ kind: 'row' as const, each, places: each.columns })) },
      { weight: 1, arbitrary: place.map((at) => ({ kind: 'constant' as const, places: [at] })) },
      {
        weight: 2,
        arbitrary: fc
          .array(place, { minLength: 1, maxLength: 4 })
          .map((places) => ({ kind: 'unique' as const, places })),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'unique' as const, places: undefined }) },
    ),
    severity,
    besides,
  )
  .map(
    ([draft, grade, codes]): Draft =>
      (names, code) => {
        const words = { code, severity: grade, message: code, help: '', ...(codes && { besides: codes }) };
        if (draft.kind === 'unique') {
          return { ...words, kind: 'unique', ...(draft.places && { columns: distinct(names, draft.places) }) };
        }
        const columns = distinct(names, draft.places);
        if (draft.kind === 'constant') return { ...words, kind: 'constant', columns: [columns[0]!] };
        return { ...words, kind: 'row', columns, expression: draft.each.source(names) };
      },
  );

/** Rules for the columns that they are given; now and then more than a kernel takes. */
export const rules: fc.Arbitrary<(names: readonly string[]) => Rule[]> = fc
  .oneof(
    { weight: 12, arbitrary: fc.array(rule, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(rule, { maxLength: 45, size: 'max' }) },
  )
  .map((drafts) => (names) => drafts.map((draft, at) => draft(names, `R${at}`)));
