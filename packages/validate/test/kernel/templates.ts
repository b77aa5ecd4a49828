import fc from 'fast-check';
import type { Template } from '../../src/index.ts';
import type { Constraints, TemplateField } from '../../src/template.ts';
import { patterns } from './patterns.ts';
import { rules } from './rules.ts';

/** A field without its name, and values that are likely to be right in it or close to that. */
interface Sketch {
  readonly field: Omit<TemplateField, 'name' | 'description' | 'example' | 'accepts' | 'mend'>;
  readonly values: readonly string[];
}

/** A template and, for each of its fields, values to try. */
export interface TemplateCase {
  readonly template: Template;
  readonly values: readonly (readonly string[])[];
}

const SENTINELS = ['-2', '9', '9999', '1900-01-01', 'n/a', 'é', '–2', 'x+y', 'A', 'not applicable', ' -2', '', '"'];
const MISSING = ['', '-', 'NA', 'x', ' x', 'é', '2020-02-29', '0', 'A', '“none”'];
const WORDS = [
  ...[
    'A',
    'B',
    'a',
    'AB',
    'A*',
    'D*D*D*',
    'PASS',
    'FAIL',
    'é',
    'Café',
    '中文',
    '-2',
    '9',
    '',
    ' ',
    'a b',
    ' a',
    'a ',
    '1E+05',
  ],
  ...[
    '12345678',
    '123456789',
    'a value of more than sixteen bytes',
    '💡',
    '💡💡',
    '\u00a0',
    'a"b',
    'a,b',
    'a\nb',
    'x+y',
    '2020-02-29',
  ],
];
const DATES = [
  ...[
    '2020-01-01',
    '2020-02-29',
    '2021-02-29',
    '2019-12-31',
    '2020-12-31',
    '2021-01-01',
    '1900-02-29',
    '2000-02-29',
    '2020-04-31',
    '2100-02-29',
    '1900-02-28',
  ],
  ...[
    '2020-06-15',
    '2022-06-14',
    '0000-01-01',
    '9999-12-31',
    '2020-1-1',
    '2020-13-01',
    '2020-00-10',
    '2020-01-00',
    '2020-01-32',
  ],
  ...[
    '29/02/2020',
    '31/12/2021',
    '2020/02/29',
    '1900-01-01',
    '2020-02-29 ',
    '２０２０-01-01',
    '2020-02-2é',
    '2020-11-31',
    '2020-09-30',
  ],
];
const NUMBERS = [
  ...[
    '0',
    '1',
    '7',
    '12',
    '99',
    '100',
    '999',
    '1000',
    '+5',
    '-5',
    '-2',
    '9',
    '9999',
    '007',
    '1.5',
    '.5',
    '5.',
    '1e3',
    '1E+3',
    '12.50',
  ],
  ...[
    '1234567890123456',
    '12345678901234567',
    '9007199254740993',
    '９',
    '1 000',
    '1,000',
    '',
    ' 7',
    '7 ',
    '0x1F',
    '123456789012345',
  ],
];

const bound = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 2 });
const lengths = fc.record({ minLength: bound(fc.nat(4)), maxLength: bound(fc.integer({ min: 0, max: 20 })) });

/** Drops what is undefined: the fields of a template are there or they are not. */
function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

const text: fc.Arbitrary<Sketch> = fc
  .tuple(
    bound(
      fc.constantFrom(
        '.{1,5}',
        '.{0,20}',
        '.+',
        '.*',
        '.',
        '.{13}',
        '.{2,}',
        '[^]*',
        '(.{1,3})',
        '.{1,3}|.{5}',
        '.{0}',
      ),
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: lengths }),
  )
  .map(([pattern, limits]) => ({
    field: { type: 'string', constraints: given({ pattern, ...limits }) },
    values: [
      'x',
      'abc',
      'abcde',
      'abcdef',
      'é'.repeat(5),
      'é'.repeat(6),
      '💡💡💡',
      'x'.repeat(13),
      'y'.repeat(20),
      ...WORDS,
    ],
  }));

const pattern: fc.Arbitrary<Sketch> = fc
  .tuple(patterns(2), fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: lengths }), fc.nat(5))
  .map(([{ source, samples }, limits, how]) => ({
    field: {
      type: 'string',
      // Seldom in `lexical`, which is meant for numbers but is read wherever it stands.
      ...(how === 0
        ? { lexical: source, constraints: given(limits) }
        : { constraints: given({ pattern: source, ...limits }) }),
    },
    values: [
      ...samples,
      ...samples.flatMap((sample) => [`${sample} `, ` ${sample}`, `${sample}x`, sample.toUpperCase(), `${sample}\n`]),
    ],
  }));

const digits: fc.Arbitrary<Sketch> = fc
  .record({
    type: fc.constantFrom('string', 'integer', 'number'),
    source: bound(
      fc.constantFrom(
        '\\d{1,3}',
        '[0-9]{2}',
        '\\d{1,16}',
        '\\d{1,17}',
        '\\d*',
        '\\d+',
        '(-2|\\d{1,10})',
        '[+\\-]?\\d{1,3}',
        '\\d{0,3}',
        '\\d{1,3}(\\.\\d{1,2})?',
        '(?:\\d{2}){1,2}',
      ),
    ),
    lexical: fc.boolean(),
    minimum: bound(fc.constantFrom(0, 1, -5, '0', '5', 100)),
    maximum: bound(fc.constantFrom(999, 99, 998, '100', 0, 9999999999999998)),
  })
  .map(({ type, source, lexical, minimum, maximum }) => ({
    field: {
      type,
      ...(lexical && source !== undefined && { lexical: source }),
      constraints: given({ pattern: lexical ? undefined : source, minimum, maximum }),
    } as Sketch['field'],
    values: NUMBERS,
  }));

const list: fc.Arbitrary<Sketch> = fc
  .tuple(
    fc.array(fc.constantFrom(...WORDS, ...NUMBERS.slice(0, 8)), { minLength: 1, maxLength: 12 }),
    fc.constantFrom('string', 'string', 'string', 'integer', 'date'),
    bound(fc.constantFrom('.{1,3}', '[A-Z*]+', '\\d+', '[^é]*')),
  )
  .map(([members, type, also]) => ({
    field: { type, constraints: given({ enum: members, pattern: also }) } as Sketch['field'],
    values: [...members, ...members.map((member) => member.toLowerCase()), ...WORDS],
  }));

const from = fc.constantFrom(
  ...[
    '2020-01-01',
    '2020-02-29',
    '2019-12-31',
    '2000-01-01',
    '2020-06-15',
    '2021-06-31',
    '9999-12-31',
    '1899-12-31',
    '1800-01-01',
  ],
);
const until = fc.constantFrom(
  ...[
    '2020-12-31',
    '2021-01-01',
    '2020-02-28',
    '2099-12-31',
    '2022-06-14',
    '2020-06-15',
    '0001-01-01',
    '2199-12-31',
    '2105-01-01',
  ],
);

const date: fc.Arbitrary<Sketch> = fc
  .record({
    // Seldom without bounds: an automaton of ten thousand years takes its time.
    minimum: fc.option(from, { nil: undefined, freq: 20 }),
    maximum: fc.option(until, { nil: undefined, freq: 20 }),
    formats: bound(fc.constantFrom(['%Y-%m-%d'], ['%d/%m/%Y'], ['%Y-%m-%d', '%d/%m/%Y'], ['%d/%m/%Y', '%Y-%m-%d'])),
    also: fc.option(fc.constantFrom('20\\d\\d-.*', '[^é]*', '2.+'), { nil: undefined, freq: 4 }),
  })
  .map(({ minimum, maximum, formats, also }) => ({
    field: {
      type: 'date',
      ...(formats && { format: 'any', dateFormats: formats }),
      constraints: given({ minimum, maximum, pattern: also }),
    } as Sketch['field'],
    values: DATES,
  }));

const specials = fc.record({
  required: fc.boolean(),
  missingValues: fc.option(fc.subarray(MISSING, { maxLength: 3 }), { nil: undefined, freq: 2 }),
  notApplicable: fc.option(fc.constantFrom(...SENTINELS), { nil: undefined, freq: 2 }),
});

const fields = fc.array(fc.tuple(fc.oneof(text, pattern, digits, list, date), specials), {
  minLength: 1,
  maxLength: 7,
});

/** Names that no spelling slip joins; the last ones are no identifiers of CEL. */
const NAMES = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Fox trot', 'Größe'];

/** Templates with fields of every kind and rules of every kind, most of which compile. */
export const templates: fc.Arbitrary<TemplateCase> = fc
  .tuple(fields, bound(fc.subarray(SENTINELS, { maxLength: 2 })), bound(fc.subarray(MISSING, { maxLength: 2 })), rules)
  .map(([sketches, notApplicableValues, missingValues, rulesOf]) => {
    const made = sketches.map(([{ field, values }, special], at): [TemplateField, readonly string[]] => [
      fieldOf(NAMES[at]!, field, special),
      values,
    ]);
    const names = made.map(([{ name }]) => name);
    return {
      template: {
        ...{
          name: 'random',
          title: 'Random',
          edition: '1',
          publisher: 'Nobody',
          updated: '2024-01-01',
          description: '',
        },
        ...given({ notApplicableValues, missingValues }),
        fields: made.map(([field]) => field),
        rules: rulesOf(names),
      },
      values: made.map(([{ missingValues: missing, notApplicable }, values]) => [
        ...values,
        ...(missing ?? []),
        ...(notApplicable === undefined ? [] : [notApplicable, `${notApplicable} `]),
        ...(missingValues ?? []),
        ...(notApplicableValues ?? []),
      ]),
    };
  });

function fieldOf(
  name: string,
  { constraints, ...field }: Sketch['field'],
  {
    required,
    missingValues,
    notApplicable,
  }: { required: boolean; missingValues: string[] | undefined; notApplicable: string | undefined },
): TemplateField {
  return {
    ...{ name, description: name, example: '', accepts: '', mend: 'Mend it.' },
    ...field,
    ...given({ missingValues, notApplicable }),
    constraints: { ...(constraints as Constraints), ...(required && { required }) },
  };
}
