/** Every class of defect in published formats: what is said of it, and what is not said of its safe reading. */
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { caseFiles, expected, got, lintCase } from './cases.ts';

const files = caseFiles('lint-classes');

test('all 27 are here', () => {
  const numbers = files.map(([name]) => Number(basename(name).slice(0, 2)));
  expect(numbers).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
  expect(files.map(([, file]) => file.class)).toEqual(numbers);
});

describe.each([...files, ...caseFiles('lint-cases')])('%s', (_name, file) => {
  test.each(file.cases.map((each) => [each.what, each] as const))('%s', (_what, each) => {
    expect(got(lintCase(each))).toEqual(expected(each));
  });

  test('every remark has a place, a message and a remedy, and is counted', () => {
    for (const report of file.cases.map(lintCase)) {
      expect(report.errors + report.warnings).toBe(report.remarks.length);
      for (const { path, message, remedy } of [...report.remarks, ...report.settled]) {
        expect(path).not.toBe('');
        expect(message).toMatch(/[.”]$/);
        expect(remedy).not.toBe('');
      }
    }
  });

  test('one case is right, and nothing is said of it', () => {
    if (file.class === undefined) return;
    const classes = file.cases.map(lintCase).flatMap(({ remarks, settled }) => [...remarks, ...settled]);
    expect(classes.map((remark) => remark.class)).toContain(file.class);
    expect(file.cases.some(({ says }) => says.length === 0)).toBe(true);
  });
});
