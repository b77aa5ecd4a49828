import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { draftYaml, importFormat } from '../../src/import/index.ts';
import { lint } from '../../src/lint/index.ts';
import type { Template, TemplateField } from '../../src/template.ts';
import { loadTemplate, templatePlaces } from '../run.ts';

const HEAD = ['Name', 'Description', 'Position', 'Validation Regular Expression', 'Description of Regular Expression'];
const ABOUT = { name: 'imported', title: 'Imported', edition: '2023-08', publisher: 'Ofqual', updated: '2023-08-04' };
const PTQ = loadTemplate('ptq-assessment-outcomes/2023-08');

/** The publisher's file of a template, as its columns have it word for word. */
function formatOf({ fields }: Template, separator = ','): string {
  const rows = fields.map(({ name, published }) => [
    name,
    published!.description,
    String(published!.position),
    published!.pattern,
    published!.words,
  ]);
  return `${[HEAD, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n')}\r\n`;
}

/** What a program can know of a column. */
function known({
  name,
  type,
  format,
  dateFormats,
  constraints,
  lexical,
  notApplicable,
  missingValues,
  published,
}: TemplateField): unknown {
  return JSON.parse(
    JSON.stringify({ name, type, format, dateFormats, constraints, lexical, notApplicable, missingValues, published }),
  );
}

const bytesOf = (text: string, encoding: 'windows-1252' | 'utf-16le'): Uint8Array =>
  encoding === 'utf-16le'
    ? new Uint8Array(new Uint16Array([0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))]).buffer)
    : Uint8Array.from(text, (letter) => ({ '‘': 0x91, '’': 0x92, '–': 0x96 })[letter] ?? letter.charCodeAt(0));

describe('PTQ outcomes, as published in August 2023', () => {
  const wanted = PTQ.fields.map(known);
  const codes = (file: string | Uint8Array): string[] =>
    importFormat(file, ABOUT)
      .remarks.map(({ code }) => code)
      .filter((code) => code.startsWith('format.'));

  test('what is proposed is our own reading, in every column', () => {
    const { template } = importFormat(formatOf(PTQ), ABOUT);
    expect(template.fields.map(known)).toEqual(wanted);
    expect(template.notApplicableValues).toEqual(['-2']);
    expect(codes(formatOf(PTQ))).toEqual([]);
  });

  test('from semicolons, tabs, rows before the header, and columns in another order', () => {
    for (const separator of [';', '\t'])
      expect(importFormat(formatOf(PTQ, separator), ABOUT).template.fields.map(known)).toEqual(wanted);
    const titled = `PTQ outcomes,,,,\r\nUpdated 4 August 2023,,,,\r\n${formatOf(PTQ)}`;
    expect(importFormat(titled, ABOUT).template.fields.map(known)).toEqual(wanted);
    const regex = 'Position,Regex,Name,Regex description,Description\n1,^A$,Code,one value,The code\n';
    expect(importFormat(regex, ABOUT).template.fields[0]).toMatchObject({
      name: 'Code',
      published: { position: 1, pattern: '^A$', words: 'one value', description: 'The code' },
    });
  });

  test('from UTF-16 and Windows-1252, which is said, with no character lost', () => {
    const curly = formatOf(PTQ).replaceAll('?2021-2022?', '‘2021–2022’');
    for (const encoding of ['utf-16le', 'windows-1252'] as const) {
      const { template, remarks } = importFormat(bytesOf(curly, encoding), ABOUT);
      expect(template.fields[1]!.published!.description).toContain('‘2021–2022’');
      expect(remarks[0]).toMatchObject({ code: 'format.encoding', class: 27 });
    }
    const marked = new TextEncoder().encode(`\uFEFF${formatOf(PTQ)}`);
    expect(importFormat(marked, ABOUT).template.fields.map(known)).toEqual(wanted);
    expect(codes(marked)).toEqual([]);
  });

  test('from the text of the page, which is said', () => {
    const text = PTQ.fields.map(({ name, published: p }) =>
      [name, p!.description, p!.position, p!.pattern, p!.words].join(' '),
    );
    const page = ['Guidance', '', 'Updated 4 August 2023', HEAD.join(' '), ...text].join('\n');
    expect(importFormat(page, ABOUT).template.fields.map(known)).toEqual(wanted);
    expect(codes(page)).toEqual(['format.copied-text']);
  });

  test('each proposal has its place, its value and its reason', () => {
    const { proposals } = importFormat(formatOf(PTQ), ABOUT);
    expect(proposals).toContainEqual({
      path: 'fields[1].constraints.pattern',
      column: 'AcademicYear',
      value: '20\\d\\d-20\\d\\d',
      because:
        'The published pattern has a blank at its beginning or end, which no right value has. This is how it is read.',
      class: 1,
    });
    expect(
      proposals
        .filter(({ class: defect }) => defect !== undefined)
        .map(({ column, class: defect }) => `${defect} ${column}`),
    ).toEqual([
      '1 AcademicYear',
      '4 AwardingOrganisation',
      '4 AssessmentCode',
      '3 UniqueLearnerNumber',
      '3 AssessmentRawMark',
      '3 AssessmentScaledScore',
      '2 AssessmentGrade',
    ]);
  });

  test('all that is left to do is words, examples, and saying how the published text is read', () => {
    const { remarks } = importFormat(formatOf(PTQ), ABOUT);
    const errors = remarks.filter(({ severity }) => severity === 'error');
    expect(new Set(errors.map(({ path }) => path.replace(/^fields\[\d+\]\./, '')))).toEqual(
      new Set(['description', 'accepts', 'mend', 'example']),
    );
  });

  test('with the words written, the draft is a template without an error', () => {
    const { template } = importFormat(formatOf(PTQ), ABOUT);
    const written = {
      ...template,
      description: 'One row for each learner.',
      fields: template.fields.map((field, at) => {
        const { description, example, accepts, mend } = PTQ.fields[at]!;
        return { ...field, description, example, accepts, mend };
      }),
    };
    expect(lint(written).errors).toBe(0);
    expect(
      lint(written).remarks.every(({ code }) => code.startsWith('published.') || code === 'field.length-differs'),
    ).toBe(true);
  });
});

/** What no program can know: that exceptions are -2 though nobody printed it, and the order of the months. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  'number-of-candidates/2021-03': ['Exam Series'],
  'standard-qualification-fee/2022-01': ['Standard Qualification Fee'],
  'standard-qualification-fee/2025-02': ['StandardQualificationFee'],
};

/** Those that a publisher printed as a format; Garner's own were never printed. */
const PRINTED = templatePlaces().filter((place) => loadTemplate(place).fields.every(({ published }) => published));

test.each(PRINTED)('%s: what is proposed is our own reading', (place) => {
  const template = loadTemplate(place);
  const { fields } = importFormat(formatOf(template), ABOUT).template;
  const others = template.fields.filter(
    (field, at) => JSON.stringify(known(field)) !== JSON.stringify(known(fields[at]!)),
  );
  expect(others.map(({ name }) => name)).toEqual(BEYOND[place] ?? []);
});

/** One column of the kinds that the classes of defects are about. */
test.each([
  ['^.{1,1000}$', 'Not applicable is -2', { type: 'string', notApplicable: '-2' }],
  ['^(?:-2|\\d{10})$', '10 digits', { type: 'string', notApplicable: '-2', constraints: { pattern: '\\d{10}' } }],
  ['^.{0000000001,9999999999}$', 'ULN', { type: 'string', constraints: { required: true, pattern: '\\d{10}' } }],
  [
    '^(20)\\d\\d[-](0[1-9]\\|1[012])[-](0[1-9]\\|[12][0-9]\\|3[01])$',
    'yyyy-mm-dd',
    { type: 'date', format: 'default' },
  ],
  [
    '^(19|20)\\d\\d-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$',
    'dd/mm/yyyy or yyyy-mm-dd',
    {
      type: 'date',
      format: 'any',
      dateFormats: ['%Y-%m-%d', '%d/%m/%Y'],
      constraints: { required: true, minimum: '1900-01-01', maximum: '2099-12-31' },
    },
  ],
  [
    'See accepted values',
    'Accepted values: Lost, Damaged, Other',
    { type: 'string', constraints: { required: true, enum: ['Lost', 'Damaged', 'Other'] } },
  ],
  ['Not set', '', { type: 'string', constraints: { required: true } }],
  ['Not set', 'up to 200 characters', { type: 'string', constraints: { required: true, pattern: '.{1,200}' } }],
  [
    '^(pre-marking|postmarking)$',
    'Accepted values: pre-marking, post-marking',
    { constraints: { required: true, enum: ['pre-marking', 'post-marking'] } },
  ],
  ['^.{1,150}$', '0 to 150 characters', { type: 'string', missingValues: [''], constraints: { pattern: '.{1,150}' } }],
  [
    '^\\d{1,3}$',
    'A mark, allowing decimals',
    { type: 'number', lexical: '\\d{1,3}(\\.\\d+)?', constraints: { required: true, minimum: 0 } },
  ],
  [
    '^.{1,4}$',
    '0 to 9,999',
    { type: 'integer', lexical: '\\d{1,4}', constraints: { required: true, minimum: 0, maximum: 9999 } },
  ],
])('%s, %s', (pattern, words, parts) => {
  const file = `${HEAD.join(',')}\nValue,The value,1,"${pattern}","${words}"\n`;
  expect(importFormat(file, ABOUT).template.fields[0]).toMatchObject(parts);
});

test.each([
  ['', ['format.empty']],
  ['\r\n\r\n', ['format.empty']],
  ['Just a line of text', ['format.columns']],
  [HEAD.join(','), ['format.columns']],
  ['Position,Regex,Description\n1,^A$,a', ['format.columns', 'format.columns']],
  [
    `${HEAD.join(',')}\nCode,The code,1\n,Nameless,2,^A$,a\nOther,The other,3,^A$,a,and more`,
    ['format.row', 'format.row', 'format.row'],
  ],
])('%j', (file, codes) => {
  const said = importFormat(file, ABOUT)
    .remarks.map(({ code }) => code)
    .filter((code) => code.startsWith('format.'));
  expect(said).toEqual(codes);
});

describe('whatever the file', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
    fc.constantFrom(
      '^(A|B)$',
      '^\\d{1,3}$',
      "it's",
      'a: b # c',
      '- 2',
      'yes',
      '~',
      '\\',
      '“^.{1,5}$”',
      '\u2028',
      '\ud800',
      'é💡\u0085\ufeff',
    ),
  );
  const format = fc
    .array(fc.tuple(cell, cell, cell, cell, cell), { maxLength: 5 })
    .map((rows) =>
      [HEAD, ...rows].map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n'),
    );

  test('a YAML reader gives back the draft', () => {
    fc.assert(
      fc.property(format, cell, (file, title) => {
        const imported = importFormat(file, {
          ...ABOUT,
          title,
          sources: [{ title: 'The page', path: 'https://example.org/a' }],
        });
        expect(load(draftYaml(imported))).toEqual(JSON.parse(JSON.stringify(imported.template)));
      }),
      { numRuns: 300 },
    );
  });

  test('it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary-ascii' })),
        (file) => void draftYaml(importFormat(file, ABOUT)),
      ),
    );
  });
});
