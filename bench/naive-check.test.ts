import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { naiveCheck } from './naive-check.ts';
import { FAULT_KINDS } from './ptq-faults.ts';
import { writePtqFile } from './ptq-generator.ts';
import { RETURN } from './ptq-return.ts';
import { ptqTemplate } from './ptq-template.ts';

/** What the naive check does not look for, or cannot recover from. */
const UNSEEN = /^csv\.|^value\.(nul|scientific-text)$/;
const rules = [...new Set(FAULT_KINDS.map(({ rule }) => rule))].filter((rule) => !UNSEEN.test(rule));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['never', 'some', 'all'] as const)('the baseline is right about valid files, quoted %s', async (quoted) => {
  const path = join(folder, `valid-${quoted}.csv`);
  await writePtqFile(path, { ...RETURN, rows: 6000, seed: 1, quoted, lineEnd: '\r\n' });
  expect(await naiveCheck(path, ptqTemplate(), RETURN)).toEqual({ rows: 6000, wrong: 0 });
});

test.each(['never', 'some', 'all'] as const)('it counts the wrong rows, quoted %s', async (quoted) => {
  const path = join(folder, `faulty-${quoted}.csv`);
  const { faultCount } = await writePtqFile(path, { ...RETURN, rows: 6000, seed: 1, quoted, faults: 0.3, rules });
  expect(faultCount).toBeGreaterThan(1000);
  expect(await naiveCheck(path, ptqTemplate(), RETURN)).toEqual({ rows: 6000, wrong: faultCount });
});
