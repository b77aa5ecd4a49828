import { describe, expect, test } from 'vitest';
import { compileTemplate, type Finding } from '../../src/index.ts';
import { type SampleFault, type SampleOptions, sampleFile } from '../../src/sample/index.ts';
import { checkBytes, loadTemplate, templatePlaces } from '../run.ts';

const CONTEXT = { dueDate: '2023-10-31', organisationNames: ['Northern Skills Awards', 'NSA'] };

function made(place: string, options: SampleOptions) {
  const compiled = compileTemplate(loadTemplate(place));
  const parts = sampleFile(compiled, options);
  const faults: SampleFault[] = [];
  const bytes: Uint8Array[] = [];
  for (;;) {
    const step = parts.next();
    if (step.done) return { compiled, bytes: Buffer.concat(bytes), faults, summary: step.value };
    bytes.push(step.value.bytes);
    faults.push(...step.value.faults);
  }
}

const said = (all: readonly (Finding | SampleFault)[]) =>
  all.map(({ rule, row, column, cell, severity }) => `${row} ${rule} ${column} ${cell} ${severity}`).sort();

describe.each(templatePlaces())('%s', (place) => {
  test.each([
    ['1', CONTEXT],
    ['two', CONTEXT],
    ['3', {}],
  ])('2,000 right rows, seed %s: the engine finds nothing', async (seed, context) => {
    const { bytes, compiled, faults } = made(place, { rows: 2000, seed, context });
    const { findings, summary } = await checkBytes(bytes, compiled, { context });
    expect(said(findings).slice(0, 10)).toEqual([]);
    expect(summary.rows).toBe(2000);
    expect(faults).toEqual([]);
  });

  test.each([
    ['1', 0.1, CONTEXT],
    ['two', 0.5, CONTEXT],
    ['3', 1, {}],
  ])('seed %s, broken rows %s: the engine finds what is listed, no more and no less', async (seed, faults, context) => {
    const sample = made(place, { rows: 2000, seed, faults, context });
    const { findings } = await checkBytes(sample.bytes, sample.compiled, { context });
    expect(said(findings)).toEqual(said(sample.faults));
    const broken = new Set(sample.faults.map(({ row }) => row)).size;
    expect(sample.summary.brokenRows).toBe(broken);
    expect(Math.abs(broken - 2000 * faults)).toBeLessThan(100);
  });
});
