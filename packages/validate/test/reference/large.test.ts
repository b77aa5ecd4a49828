import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytesSource } from '../../src/index.ts';
import { fileSource } from '../../src/node.ts';
import { check, checkBytes } from '../run.ts';
import { compiledOf, rule } from './templates.ts';

const COMPILED = compiledOf([
  rule(['A'], 'entries', { code: 'ONE' }),
  rule(['A', 'C'], 'entries', { code: 'PAIR', besides: ['ONE'] }),
]);

/** Candidates that are there: a number, and a name that goes with it. */
const KNOWN = Array.from({ length: 200_000 }, (_, at) => [String(1_000_003 * (at + 1)), `Name ${at % 977}`] as const);
const REFERENCE = `A,"other",C\n${KNOWN.map(([number, name]) => `${number},,${name}`).join('\n')}\n`;
/** Every seventh row has a number of nobody, every eleventh another's name. */
const ROWS = Array.from({ length: 20_000 }, (_, at) => {
  const [number, name] = KNOWN[(at * 7919) % KNOWN.length]!;
  return [at % 7 === 0 ? `${number}0` : number, at % 11 === 0 ? `${name}!` : name] as const;
});
const FILE = `A,B,C\n${ROWS.map(([number, name]) => `${number},,${name}`).join('\n')}\n`;

const numbers = new Set<string>(KNOWN.map(([number]) => number));
const pairs = new Set<string>(KNOWN.map((pair) => pair.join('\n')));
const WANTED = ROWS.flatMap(([number, name], at) => {
  if (!numbers.has(number)) return [`ONE ${at + 2}`];
  return pairs.has(`${number}\n${name}`) ? [] : [`PAIR ${at + 2}`];
});

const source = () => bytesSource(new TextEncoder().encode(REFERENCE));

test('200,000 rows as reference: the values that are not there are found, and no others', async () => {
  expect(WANTED.length).toBeGreaterThan(4000);
  for (const kernel of ['wasm', 'js'] as const) {
    const { findings } = await checkBytes(FILE, COMPILED, { references: { entries: source() }, kernel });
    expect(findings.map(({ rule: code, row }) => `${code} ${row}`)).toEqual(WANTED);
  }
});

test('from files on disk, the rows shared by two threads: the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'garner-reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file.csv'), FILE);
  writeFileSync(join(folder, 'entries.csv'), REFERENCE);
  await using entries = await fileSource(join(folder, 'entries.csv'));
  await using file = await fileSource(join(folder, 'file.csv'), { workers: 2, part: 64 * 1024 });
  const { findings } = await check(file, COMPILED, { references: { entries } });
  expect(findings.map(({ rule: code, row }) => `${code} ${row}`)).toEqual(WANTED);
});
