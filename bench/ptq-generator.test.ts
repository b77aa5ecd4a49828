import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesSource, checkFile, compileTemplate, type Finding, type Summary } from '../packages/validate/src/index.ts';
import { FAULT_KINDS } from './ptq-faults.ts';
import { type Fault, ptqChunks, writePtqFile } from './ptq-generator.ts';
import type { GeneratorOptions } from './ptq-options.ts';
import { CONTEXT, RETURN } from './ptq-return.ts';
import { ptqTemplate } from './ptq-template.ts';

const compiled = compileTemplate(ptqTemplate());
const quotings = ['never', 'some', 'all'] as const;
const rules = [...new Set(FAULT_KINDS.map((kind) => kind.rule))];

test('the same seed gives the same bytes, another seed others', () => {
  const bytes = (seed: number) => generate({ rows: 5000, seed, faults: 0.1 }).bytes;
  expect(bytes(1).equals(bytes(1))).toBe(true);
  expect(bytes(1).equals(bytes(2))).toBe(false);
});

test('chunks are of about 256 KiB and hold whole rows', () => {
  const chunks = [...ptqChunks({ ...RETURN, rows: 10_000, seed: 1 })];
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of chunks.slice(0, -1)) {
    expect(chunk.length).toBeGreaterThanOrEqual(256 * 1024);
    expect(chunk.length).toBeLessThan(260 * 1024);
    expect(chunk.at(-1)).toBe(10);
  }
});

test('rows are like real ones: each learner has three to eight of 2,000 assessments, one after the other', () => {
  const text = generate({ rows: 20_000, seed: 4 }).bytes.toString();
  const rows = text.trimEnd().split('\n').slice(1);
  expect(rows).toHaveLength(20_000);
  const learners = rows.map((row) => row.split(',').slice(5, 8).join(' '));
  const runs = learners.flatMap((learner, at) => (learner === learners[at - 1] ? [] : [at]));
  const lengths = runs.slice(1).map((start, nth) => start - runs[nth]!);
  expect([...new Set(lengths)].sort()).toEqual([3, 4, 5, 6, 7, 8]);
  expect(new Set(learners).size).toBe(runs.length);
  expect(new Set(rows.map((row) => row.split(',')[3])).size).toBe(2000);
  expect(text).toMatch(/[^\p{ASCII}]/u);
  expect(rows.every((row) => row.split(',')[2] === RETURN.sender)).toBe(true);
});

describe.each(quotings)('quoted %s', (quoted) => {
  test.each(['\n', '\r\n'] as const)('a file without faults has no finding (%j)', async (lineEnd) => {
    const { bytes } = generate({ rows: 20_000, seed: 7, quoted, lineEnd });
    const { findings, summary } = await check(bytes);
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ rows: 20_000, bytes: bytes.length, rowsChecked: true });
    expect(summary.notAsked.map(({ rule }) => rule)).toEqual(['PTQ-ASSESSMENT-CODE']);
  });

  test.each([1, 2, 3])('the findings are the faults, to the letter (seed %i)', async (seed) => {
    const { bytes, faults } = generate({ rows: 4000, seed, faults: 0.25, quoted, lineEnd: '\r\n' });
    expect(new Set(faults.map((fault) => fault.rule))).toEqual(new Set(rules));
    const { findings, summary } = await check(bytes);
    expect(findings.map(asFault)).toEqual(faults);
    expect(summary.rows).toBe(4000);
  });

  test('a fault in every row', async () => {
    const { bytes, faults } = generate({ rows: 4000, seed: 5, faults: 1, quoted });
    expect(faults).toHaveLength(4000);
    expect((await check(bytes)).findings.map(asFault)).toEqual(faults);
  });
});

test.each(rules)('faults of one rule alone: %s', async (rule) => {
  const { bytes, faults } = generate({ rows: 600, seed: 9, faults: 0.2, rules: [rule] });
  expect(faults.length).toBeGreaterThan(50);
  expect(new Set(faults.map((fault) => fault.rule))).toEqual(new Set([rule]));
  expect((await check(bytes)).findings.map(asFault)).toEqual(faults);
});

test('a sender whose name needs quotation marks', async () => {
  const sender = 'Smith, Jones and "Co"';
  const { bytes } = generate({ rows: 100, seed: 1, sender });
  expect((await check(bytes, sender)).findings).toEqual([]);
});

test('rows and faults that cannot be are refused', () => {
  expect(() => generate({ rows: -1, seed: 1 })).toThrow(RangeError);
  expect(() => generate({ rows: 1, seed: 1, faults: 1.5 })).toThrow(RangeError);
});

test('the file written is the chunks, with its faults listed and counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'garner-bench-'));
  try {
    const options = { ...RETURN, rows: 3000, seed: 3, faults: 0.1 };
    const path = join(folder, 'outcomes.csv');
    const written = await writePtqFile(path, options);
    const { bytes, faults } = generate(options);
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(written).toMatchObject({ bytes: bytes.length, rows: 3000, faults, faultCount: faults.length });
    expect(Object.values(written.faultsByRule).reduce((sum, count) => sum + count)).toBe(faults.length);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function generate(options: Partial<GeneratorOptions> & Pick<GeneratorOptions, 'rows' | 'seed'>) {
  const faults: Fault[] = [];
  const bytes = Buffer.concat([...ptqChunks({ ...RETURN, ...options }, (fault) => faults.push(fault))]);
  return { bytes, faults };
}

async function check(bytes: Uint8Array, sender: string = RETURN.sender) {
  const context = { ...CONTEXT, organisationNames: [sender] };
  const batches = checkFile(bytesSource(bytes), compiled, { context });
  const findings: Finding[] = [];
  for (;;) {
    const step: IteratorResult<Finding[], Summary> = await batches.next();
    if (step.done) return { findings, summary: step.value };
    findings.push(...step.value);
  }
}

function asFault({ row, column, rule }: Finding): Fault {
  return { row, column, rule };
}
