import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DESCRIPTION, LAYOUT } from './layout.ts';
import { COLUMN_LIMIT, KIND, RULE_LIMIT, TESTS_LIMIT } from './plan.ts';
import { wasmModule } from './wasm-kernel.ts';
import { FREE_TEXT } from './wasm-plan.ts';

const SOURCE = join(import.meta.dirname, '../../kernel');

/** Where what the compiler has placed ends. */
async function staticsEnd(): Promise<number> {
  const { exports } = new WebAssembly.Instance(await wasmModule(), {
    env: { memory: new WebAssembly.Memory({ initial: 4 }) },
  });
  return (exports['staticsEnd'] as WebAssembly.Global).value;
}

/** The numbers that a file of the kernel's source gives names to. */
function constants(file: string): Record<string, number> {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return Object.fromEntries(
    Array.from(text.matchAll(/^(?:export )?const (\w+): \w+ = (\d+);/gm), ([, name, value]) => [name, Number(value)]),
  );
}

test('the host and the kernel put everything in the same places', () => {
  expect(constants('layout.ts')).toEqual({ ...LAYOUT });
});

test('what is in one place ends before the next begins', async () => {
  const {
    FROMS,
    ENDS,
    FLAGS,
    COLUMNS,
    TESTS,
    RULES,
    KEY_COLUMNS,
    WRONG,
    STATICS,
    POSITIONS,
    OTHERS,
    OTHERS_END,
    HEAP,
  } = LAYOUT;
  const columns = COLUMN_LIMIT + 1;
  expect(ENDS - FROMS).toBeGreaterThanOrEqual(4 * columns);
  expect(FLAGS - ENDS).toBeGreaterThanOrEqual(4 * columns);
  expect(LAYOUT.MEMO - FLAGS).toBeGreaterThanOrEqual(4 * columns);
  // What compares texts reads up to 16 bytes past their end.
  expect(LAYOUT.MEMO_ENDS - LAYOUT.MEMO).toBeGreaterThanOrEqual(LAYOUT.MEMO_SIZE + 16);
  expect(LAYOUT.KEYS - LAYOUT.MEMO_ENDS).toBeGreaterThanOrEqual(4 * columns);
  expect(COLUMNS - LAYOUT.KEYS).toBeGreaterThanOrEqual(256 * 8);
  expect(TESTS - COLUMNS).toBeGreaterThanOrEqual(DESCRIPTION * columns);
  expect(RULES - TESTS).toBeGreaterThanOrEqual(DESCRIPTION * TESTS_LIMIT);
  expect(KEY_COLUMNS - RULES).toBeGreaterThanOrEqual(DESCRIPTION * RULE_LIMIT);
  expect(WRONG - KEY_COLUMNS).toBeGreaterThanOrEqual(4 * columns);
  expect(STATICS - WRONG).toBeGreaterThanOrEqual(4 * columns);
  // The place before the first mark is written, too.
  expect(POSITIONS - 4).toBeGreaterThanOrEqual(await staticsEnd());
  // Each byte may be a mark, and marks are written ten at a time, whether or not there are so many.
  expect(OTHERS - POSITIONS).toBeGreaterThanOrEqual(4 * LAYOUT.INDEX_BYTES + 40);
  expect(OTHERS_END - OTHERS).toBeGreaterThanOrEqual(4 * LAYOUT.INDEX_BYTES + 8);
  expect(HEAP).toBeGreaterThanOrEqual(OTHERS_END);
});

test('the kinds of column have the same numbers', () => {
  const { ANY, TEXT, DIGITS, DATE, MEMBER, AUTOMATON, ASK } = constants('fields.ts');
  const inSource = { any: ANY, text: TEXT, digits: DIGITS, date: DATE, member: MEMBER, automaton: AUTOMATON, ask: ASK };
  expect(inSource).toEqual({ ...KIND });
  expect(constants('fields.ts')['FREE_TEXT']).toBe(FREE_TEXT);
});
