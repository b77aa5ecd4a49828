import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type LintReport, lint } from '../../src/lint/index.ts';
import { type Part, readYaml, templateOf } from './template.ts';

/** A template with something wrong with it, or nothing, and what is said. */
export interface Case {
  readonly what: string;
  readonly template?: Part;
  readonly field?: Part;
  readonly fields?: readonly Part[];
  /** Codes of the remarks. */
  readonly says: readonly string[];
  /** Codes of what is settled. */
  readonly settled?: readonly string[];
}

export interface CaseFile {
  readonly class?: number;
  readonly about: string;
  readonly cases: readonly Case[];
}

/** The case files of a folder, in order. */
export function caseFiles(folder: string): readonly (readonly [name: string, file: CaseFile])[] {
  return globSync('*.yaml', { cwd: join(import.meta.dirname, '..', folder) })
    .sort()
    .map((name) => [name, readYaml(folder, name) as CaseFile]);
}

const reports = new Map<Case, LintReport>();

/** What is said of a case, asked once. */
export function lintCase(each: Case): LintReport {
  const { field, fields, template } = each;
  const report = reports.get(each) ?? lint(templateOf(fields ?? [field!], template));
  reports.set(each, report);
  return report;
}

/** What a case expects, and the same of a report. */
export function expected({ says, settled = [] }: Case): object {
  return { says: says.toSorted(), settled: settled.toSorted() };
}
export function got({ remarks, settled }: LintReport): object {
  return { says: remarks.map(({ code }) => code).toSorted(), settled: settled.map(({ code }) => code).toSorted() };
}
