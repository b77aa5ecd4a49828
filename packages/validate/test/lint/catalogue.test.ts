import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LINT_CODES, type LintEntry } from '../../src/lint/index.ts';
import { caseFiles, lintCase } from './cases.ts';

const codes = Object.entries<LintEntry>(LINT_CODES);

test('every code is said in some case', () => {
  const cases = [...caseFiles('lint-classes'), ...caseFiles('lint-cases')].flatMap(([, file]) => file.cases);
  const said = new Set<string>(
    cases.map(lintCase).flatMap(({ remarks, settled }) => [...remarks, ...settled].map(({ code }) => code)),
  );
  // Those of file formats are said where files are imported.
  const unsaid = codes.map(([code]) => code).filter((code) => !said.has(code) && !code.startsWith('format.'));
  expect(unsaid).toEqual([]);
});

test('the table of the page is the catalogue', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/templates/linter.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (error|warning) \| (\d*) \| (.*?) \| (.*?) \|$/gm)];
  expect(rows.map(([, code, severity, defect, sees, remedy]) => [code, severity, defect, sees, remedy])).toEqual(
    codes.map(([code, { severity, class: defect, sees, remedy }]) => [
      code,
      severity,
      String(defect ?? ''),
      cell(sees),
      cell(remedy),
    ]),
  );
});

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
