import { expect, expectTypeOf, test } from 'vitest';
import type { CheckOutcome, CountRow } from '../checks/index.ts';
import {
  type About,
  acceptedLetter,
  failedLetter,
  infectedLetter,
  passedLateLetter,
  receivedLetter,
  uncheckedLetter,
} from './messages.ts';

const about: About = {
  title: 'PTQ Assessment Outcomes',
  period: '2022-2023',
  dueInWords: '2 December 2026',
  number: 3,
  fileName: 'outcomes.csv',
  link: 'https://garner.example/returns/7/submissions/3',
  contact: 'returns@regulator.example',
};

const outcome: CheckOutcome = {
  id: 5,
  state: 'done',
  bytesTotal: 1000,
  bytesDone: 1000,
  rows: 12_345,
  errors: 0,
  queries: 0,
  notices: 0,
  rowsChecked: true,
  notAsked: [],
  findingsKey: 'findings/5',
  templateName: 'ptq-assessment-outcomes',
  edition: '2023-08',
  templateHash: 'ab',
  seconds: 1,
};

function counted(number: number, severity: CountRow['severity'], column = `Column${number}`): CountRow {
  return {
    group: number,
    rule: `rule.${number}`,
    column,
    severity,
    count: number,
    message: `Wrong ${number}.`,
    help: '',
  };
}

const letters = {
  received: receivedLetter(about, '1 December 2026 at 9:00am', 'f00d'),
  accepted: acceptedLetter(about, outcome),
  late: passedLateLetter(about),
  failed: failedLetter(about, { ...outcome, errors: 3 }, [counted(3, 'error')]),
  infected: infectedLetter(about, {
    verdict: 'infected',
    engine: 'builtin',
    detail: 'EICAR',
    kind: null,
    kindWords: null,
  }),
  unchecked: uncheckedLetter(about),
};

test.each(Object.entries(letters))(
  '%s: says which return, which file and where to look',
  (_name, { subject, body }) => {
    expect(subject).toContain('PTQ Assessment Outcomes, 2022-2023');
    expect(subject).not.toMatch(/[\r\n]/);
    for (const part of ['due 2 December 2026', 'File: outcomes.csv', about.link]) expect(body).toContain(part);
    expect(body).not.toMatch(/undefined|null|NaN|\[object/);
  },
);

test('nothing that a letter is made of can carry a value, a row or a learner', () => {
  expectTypeOf<Extract<keyof CountRow, 'value' | 'row' | 'cell' | 'detail'>>().toBeNever();
  expectTypeOf<Extract<keyof CheckOutcome, 'value' | 'findings'>>().toBeNever();
  expectTypeOf<keyof About>().toEqualTypeOf<
    'title' | 'period' | 'dueInWords' | 'number' | 'fileName' | 'link' | 'contact'
  >();
  expectTypeOf<Parameters<typeof failedLetter>>().toEqualTypeOf<[About, CheckOutcome, readonly CountRow[]]>();
  expectTypeOf<Parameters<typeof acceptedLetter>>().toEqualTypeOf<[About, CheckOutcome]>();
  expect(letters.failed.body).toContain('- 3 times, Column3: Wrong 3.');
});

test('received: the time and the SHA-256, as proof', () => {
  expect(letters.received.body).toContain('on 1 December 2026 at 9:00am');
  expect(letters.received.body).toContain('SHA-256: f00d');
});

test('accepted: the rows, and what there is to look at where there is something', () => {
  expect(letters.accepted.body).toContain('Rows: 12,345');
  expect(letters.accepted.body).not.toContain('look at');
  expect(acceptedLetter(about, { ...outcome, queries: 1, notices: 2000 }).body).toContain(
    'It has 1 query and 2,000 notices for you to look at.',
  );
  expect(acceptedLetter(about, { ...outcome, notices: 1 }).body).toContain('It has 1 notice for you to look at.');
});

test('failed: the ten most frequent errors and how many kinds more; no queries or notices among them', () => {
  const counts = [
    counted(99, 'error', ''),
    ...Array.from({ length: 11 }, (_, n) => counted(20 - n, 'error')),
    counted(1000, 'query'),
  ];
  const { body } = failedLetter(about, { ...outcome, errors: 1234 }, counts);
  expect(body).toContain('with 1,234 errors');
  expect(body.match(/^- \d/gm)).toHaveLength(10);
  expect(body).toContain('- 99 times: Wrong 99.');
  expect(body).toContain('- and 2 other kinds of error');
  expect(body).not.toContain('Wrong 1000');
});

test('infected: what was found, and that nobody can have the file', () => {
  expect(letters.infected.body).toContain('(EICAR)');
  expect(letters.infected.body).toContain('nobody can download it');
});
