import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '@marcbachmann/cel-js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Template } from '../packages/validate/src/template.ts';

const path = join(import.meta.dirname, 'templates/ptq-assessment-outcomes/2023-08.yaml');
const template = load(readFileSync(path, 'utf8')) as Template;
const field = (name: string) => template.fields.find((each) => each.name === name)!;

test('the twelve columns, in the order published', () => {
  expect(template.fields.map(({ name, published }) => [published?.position, name])).toEqual([
    [1, 'ReportingDate'],
    [2, 'AcademicYear'],
    [3, 'AwardingOrganisation'],
    [4, 'AssessmentCode'],
    [5, 'MaxMarkAndBoundaryID'],
    [6, 'UniqueLearnerNumber'],
    [7, 'UniqueCandidateIdentifier'],
    [8, 'CandidateIdentifierOther'],
    [9, 'AssessmentDate'],
    [10, 'AssessmentRawMark'],
    [11, 'AssessmentScaledScore'],
    [12, 'AssessmentGrade'],
  ]);
});

test('-2 is accepted in exactly the seven columns whose words allow it', () => {
  expect(template.fields.filter((each) => each.notApplicable === '-2').map((each) => each.name)).toEqual([
    'MaxMarkAndBoundaryID',
    'UniqueLearnerNumber',
    'UniqueCandidateIdentifier',
    'CandidateIdentifierOther',
    'AssessmentRawMark',
    'AssessmentScaledScore',
    'AssessmentGrade',
  ]);
});

describe('grades', () => {
  const published = field('AssessmentGrade').published!;
  const listed = field('AssessmentGrade').constraints!.enum!;

  test('the published pattern is kept to the letter', () => {
    expect(createHash('sha256').update(published.pattern).digest('hex')).toBe(
      'f6e2635873cedf61ab5ad4a94a6ae75a8bb5b51ccc53efbc872f8b4c84f59453',
    );
    expect(() => new RegExp(published.pattern)).toThrow(/nothing to repeat/i);
  });

  test('150 grades and the value for not applicable make the 151 published, in their order', () => {
    const values = published.pattern.slice('^('.length, -')$'.length).split('|');
    expect(values).toHaveLength(151);
    expect(new Set(values).size).toBe(151);
    expect(listed).toEqual(values.filter((value) => value !== '-2'));
    expect(values).toContain(field('AssessmentGrade').notApplicable);
  });

  test('the published words give the same list', () => {
    const words = published.words.match(/^Accepted values: (.*) -2 accepted for not applicable$/)?.[1];
    expect(words?.split(/,? /).filter((value) => value !== '-2')).toEqual(listed);
  });
});

describe('rules', () => {
  const right = {
    ReportingDate: '2023-10-31',
    AcademicYear: '2022-2023',
    AwardingOrganisation: 'NSA',
    UniqueLearnerNumber: '-2',
    UniqueCandidateIdentifier: '-2',
    CandidateIdentifierOther: 'NSA-1',
    context: { dueDate: '2023-10-31', organisationNames: ['Northern Skills Awards', 'NSA'] },
  };
  const environment = new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction('isUln(string): bool', (value: string) => value === '9276308686')
    .registerFunction('isUci(string): bool', (value: string) => value === '681990012058G');
  const holds = (code: string, changed: object = {}) => {
    const rule = template.rules?.find((each) => each.code === code);
    if (rule?.kind !== 'row') throw new Error(`${code} is no row rule`);
    return environment.evaluate(rule.expression, { ...right, ...changed });
  };

  test.each([
    ['PTQ-IDENTIFIER', { CandidateIdentifierOther: '-2' }],
    ['PTQ-REPORTING-DATE', { ReportingDate: '2023-10-30' }],
    ['PTQ-SENDER', { AwardingOrganisation: 'Nsa' }],
    ['PTQ-CONSECUTIVE-YEARS', { AcademicYear: '2022-2024' }],
    ['PTQ-CONSECUTIVE-YEARS', { AcademicYear: '2023-2022' }],
    ['PTQ-CONSECUTIVE-YEARS', { AcademicYear: '2022-2022' }],
    ['PTQ-ULN-CHECK', { UniqueLearnerNumber: '9276308687' }],
    ['PTQ-UCI-CHECK', { UniqueCandidateIdentifier: '681990012058A' }],
  ])('%s holds in a right row and fails with %o', (code, changed) => {
    expect(holds(code)).toBe(true);
    expect(holds(code, changed)).toBe(false);
  });

  test.each([{ UniqueLearnerNumber: '9276308686' }, { UniqueCandidateIdentifier: '681990012058G' }])(
    'one identifier is enough: %o',
    (given) => expect(holds('PTQ-IDENTIFIER', { CandidateIdentifierOther: '-2', ...given })).toBe(true),
  );

  test('check digits are never more than a notice', () => {
    const checks = template.rules?.filter((rule) => rule.code.endsWith('-CHECK')) ?? [];
    expect(checks.map((rule) => [rule.code, rule.severity])).toEqual([
      ['PTQ-ULN-CHECK', 'notice'],
      ['PTQ-UCI-CHECK', 'notice'],
    ]);
  });
});
