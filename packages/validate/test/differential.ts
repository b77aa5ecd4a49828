import fc from 'fast-check';
import type { Finding, Summary } from '../src/index.ts';
import { ptqFiles, usualFiles } from './files.ts';
import { type Answer, type OracleContext, oracle, type Said } from './oracle.ts';
import { check, checkBytes, type Outcome, PTQ } from './run.ts';

const CONTEXTS: readonly (OracleContext & Record<string, string | readonly string[]>)[] = [
  { dueDate: '2023-10-31', organisationNames: ['NSA', 'Northern Skills Awards', 'a"b', 'a""b', 'Café'] },
  { dueDate: '2023-10-31', organisationNames: ['NSA'] },
  { dueDate: '2024-02-29' },
  {},
];

/** Most rows of a file but for a few, and one file in how many has some hundreds of them, most like their neighbours. */
const ROWS = 6;
const LONG_EVERY = 200;
const KERNELS = ['wasm', 'js'] as const;

/** Compares what each kernel finds with the oracle on random files. */
export function engineIsOracle(files: number): Promise<void> {
  const some = fc.oneof(
    { weight: LONG_EVERY - 1, arbitrary: ptqFiles(ROWS) },
    { weight: 1, arbitrary: fc.tuple(ptqFiles(ROWS, 2), fc.integer({ min: 20, max: 120 })).map(repeated) },
  );
  return fc.assert(
    fc.asyncProperty(some, fc.constantFrom(...CONTEXTS), async (bytes, context) => {
      // With so many NULs it is no text, which the oracle does not judge.
      fc.pre(bytes.filter((byte) => byte === 0).length * 20 < bytes.length);
      await isOracle(bytes, context);
    }),
    { numRuns: files },
  );
}

/** The same on files of some hundred rows that are mostly usual, as a kernel goes over many of those at a time. */
export function batchesAreOracle(files: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(usualFiles(300), fc.constantFrom(...CONTEXTS), (bytes, context) => isOracle(bytes, context)),
    { numRuns: files },
  );
}

async function isOracle(bytes: Uint8Array, context: (typeof CONTEXTS)[number]): Promise<void> {
  const wanted = lines(oracle(bytes, context));
  for (const kernel of KERNELS) {
    const outcome = await checkBytes(bytes, PTQ, { context, kernel });
    same(answerOf(outcome), wanted, bytes);
    if (outcome.summary.bytes !== bytes.length) throw new Error(`${outcome.summary.bytes} bytes`);
    if (outcome.summary.rowsChecked !== outcome.summary.rows > 0) throw new Error('rowsChecked');
  }
}

/** What follows the header, so many times. */
function repeated([bytes, times]: [Uint8Array, number]): Uint8Array {
  const at = bytes.indexOf(0x0a) + 1;
  return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: times }, () => bytes.subarray(at))]);
}

/** The same file, cut in any way, gives the same findings and the same summary. */
export function cutsDoNotMatter(files: number): Promise<void> {
  const sizes = fc.oneof(fc.constantFrom(1, 2, 3, 7), fc.integer({ min: 4, max: 5000 }));
  return fc.assert(
    fc.asyncProperty(ptqFiles(30, 20), fc.nat(4200), sizes, async (bytes, padding, size) => {
      const [context] = CONTEXTS;
      // The head of a file is always read whole; the padding moves its end to anywhere in the rows.
      const file = padded(bytes, padding);
      const whole = lines(await checkBytes(file, PTQ, { context: context!, kernel: 'wasm' }));
      for (const kernel of KERNELS) {
        same(await checkBytes(file, PTQ, { context: context!, kernel }, size), whole, file);
      }
      const source = {
        size: file.length,
        slice: async (a: number, b: number) => file.slice(a, b),
        chunks: () => reused(file, size),
      };
      same(await check(source, PTQ, { context: context! }), whole, file);
    }),
    { numRuns: files },
  );
}

/** A long value as the second line of the file. */
function padded(bytes: Uint8Array, padding: number): Uint8Array {
  const at = bytes.indexOf(0x0a) + 1;
  return Uint8Array.from([...bytes.subarray(0, at), ...new Array(padding).fill(0x78), 0x0a, ...bytes.subarray(at)]);
}

/** Chunks that all lie in one buffer, overwritten each time. */
async function* reused(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.fill(0x22);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

/** What the engine says, in the oracle's form. */
export function answerOf({ findings, summary }: Outcome): Answer {
  return {
    findings: findings.map(saidOf),
    rows: summary.rows,
    counts: summary.counts,
    byRule: summary.byRule.map((each: Summary['byRule'][number]) => `${each.rule} ${each.column} ${each.count}`),
    notAsked: summary.notAsked.map(({ rule }) => rule),
  };
}

function saidOf({ rule, row, column, cell, offset, length, value, detail }: Finding): Said {
  return { rule, row, column, cell, offset, length, value, detail };
}

function same(actual: Answer | Outcome, expected: readonly string[], bytes: Uint8Array): void {
  const [a, b] = [lines(actual), expected];
  if (a.join('\n') === b.join('\n')) return;
  const only = (these: readonly string[], others: readonly string[]) =>
    these.filter((line) => !others.includes(line)).join('\n');
  throw new Error(
    `file: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}\ngot:\n${only(a, b)}\nwanted:\n${only(b, a)}\nin order:\n${a.join('\n')}`,
  );
}

function lines(outcome: Answer | Outcome): string[] {
  if ('summary' in outcome)
    return [...outcome.findings.map((each) => JSON.stringify(each)), JSON.stringify(outcome.summary)];
  const { findings, rows, counts, byRule, notAsked } = outcome;
  return [
    ...findings.map(({ rule, row, column, cell, offset, length, value, detail }) =>
      JSON.stringify([rule, row, column, cell, offset, length, value, detail]),
    ),
    JSON.stringify([rows, counts.error, counts.query, counts.notice, [...notAsked].sort(), byRule]),
  ];
}
