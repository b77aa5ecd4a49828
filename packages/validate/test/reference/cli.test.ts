import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CliError } from '../../src/cli/command.ts';
import { openReferences, referenceFault } from '../../src/cli/references.ts';
import { UnusableReferenceError } from '../../src/rules/reference-file.ts';
import { folder, inProcess, PTQ_EXAMPLES } from '../cli/garner.ts';
import { checkBytes } from '../run.ts';
import { compiledOf, rule } from './templates.ts';

let cwd: string;

beforeEach(() => {
  cwd = folder();
  for (const name of ['centres.csv', 'a=b.csv']) writeFileSync(join(cwd, name), 'A\na1\n');
});

const check = (...args: readonly string[]) =>
  inProcess(['check', join(PTQ_EXAMPLES, 'valid.csv'), '--template', 'ptq-assessment-outcomes', ...args], { cwd });

test.each([
  [['--reference', 'centres'], 'The option --reference does not take “centres”.'],
  [['--reference', '=centres.csv'], 'The option --reference does not take “=centres.csv”.'],
  [['--reference', 'centres='], 'The option --reference does not take “centres=”.'],
  [['--reference'], 'The option --reference needs a value.'],
  [['--reference', 'a=centres.csv', '--reference', 'a=a=b.csv'], 'The reference “a” is named twice.'],
  [['--reference', 'a=centres.csv', '--reference', 'b=gone.csv'], 'There is no file gone.csv.'],
  [['--reference', '__proto__=gone.csv'], 'There is no file gone.csv.'],
  [['-', '--reference', 'centres=-'], 'Standard input can be read only once.'],
  [['--reference', 'centres=centres.csv', '--out', 'centres.csv'], 'centres.csv is the file that is read.'],
])('%j cannot be done, and it is said why', async (args, message) => {
  const { code, stdout, stderr } = await check(...args);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect([code, stdout]).toEqual([2, '']);
});

test('a reference that no rule asks for does not matter', async () => {
  const { code, stderr } = await check('--reference', 'centres=centres.csv', '--reference=b=a=b.csv');
  expect([code, stderr]).toEqual([0, '']);
});

test('a reference that cannot be used is a fault to mend; other faults are not', () => {
  const fault = referenceFault(new UnusableReferenceError('centres', 'The file is empty.'));
  expect(fault).toBeInstanceOf(CliError);
  expect(fault.message).toBe('The reference “centres” cannot be used. The file is empty.');
  expect(() => referenceFault(new TypeError('x'))).toThrow(TypeError);
});

test('the files opened are looked up in, whatever their names', async () => {
  const references = ['a', '__proto__', 'constructor'].map((name) => ({ name, path: 'a=b.csv' }));
  const io = { cwd } as Parameters<typeof openReferences>[0];
  await using open = await openReferences(io, references);
  const compiled = compiledOf(references.map(({ name }, at) => rule(['A'], name, { code: `R-${at}` })));
  const { findings } = await checkBytes('A,B,C\na1,b,c\na2,b,c\n', compiled, { references: open.sources });
  expect(findings.map(({ rule: code, cell }) => `${code} ${cell}`)).toEqual(['R-0 A3', 'R-1 A3', 'R-2 A3']);
});
