import type { CheckOptions, CompiledTemplate, Source } from '../../src/index.ts';
import { bytesSource } from '../../src/index.ts';
import { closeKernel, openKernel } from '../../src/kernel/index.ts';
import { BUFFER_BYTES, type Kernel, ODD } from '../../src/kernel/kernel.ts';
import type { KeyTable } from '../../src/kernel/key-table.ts';
import { PlainKeyTable } from '../../src/kernel/plain-key-table.ts';
import { check, type Outcome } from '../run.ts';

/** A kernel that goes over no row at all: each is read and checked by the host, value by value and rule by rule. */
class HostKernel implements Kernel {
  readonly name = 'js';
  readonly bytes: Uint8Array = new Uint8Array(BUFFER_BYTES);
  readonly rows = 0;
  readonly stopped = ODD;
  readonly starts: Uint32Array = new Uint32Array(0);
  readonly hashes: Uint32Array = new Uint32Array(0);
  readonly suspectCount = 0;
  readonly wrong: Uint32Array = new Uint32Array(64);

  prepare(): void {}
  suspect(): void {}
  allColumns(): void {}
  setTexts(): void {}

  keyTable(): KeyTable {
    return new PlainKeyTable();
  }

  scan(from: number): number {
    return from;
  }

  /** Few hashes, so that keys which differ meet and must be told apart. */
  hash(values: readonly Uint8Array[], into: Uint32Array): void {
    let sum = 0;
    for (const value of values) for (const byte of value) sum = (Math.imul(sum, 31) + byte) & 0xfff;
    into[0] = sum;
    into[1] = 0;
  }
}

const host = new HostKernel();

/** Checks a source without a kernel's help; the engine takes the kernel of its name that nobody uses. */
async function checkByHost(source: Source, compiled: CompiledTemplate, options: CheckOptions): Promise<Outcome> {
  const kept = await openKernel('js');
  closeKernel(host);
  try {
    return await check(source, compiled, { ...options, kernel: 'js' });
  } finally {
    await openKernel('js');
    closeKernel(kept);
  }
}

/** What a check came to, as one text of lines that are equal only where every finding is, byte for byte. */
export function linesOf({ findings, summary }: Outcome): string[] {
  return [...findings.map((each) => JSON.stringify(each)), JSON.stringify(summary)];
}

/** Throws, with the file and what differs, where two checks came to different findings. */
export function mustAgree(
  what: string,
  actual: readonly string[],
  expected: readonly string[],
  file: Uint8Array,
): void {
  if (actual.length === expected.length && actual.every((line, at) => line === expected[at])) return;
  const only = (these: readonly string[], others: readonly string[]): string => {
    const known = new Set(others);
    return these.filter((line) => !known.has(line)).join('\n');
  };
  throw new Error(
    `${what}\nfile: ${shortly(file)}\ngot:\n${only(actual, expected)}\nwanted:\n${only(expected, actual)}\nall wanted:\n${expected.slice(0, 60).join('\n')}`,
  );
}

/** A file as text that can be put in a program; a long one is cut. */
function shortly(file: Uint8Array): string {
  const text = JSON.stringify(Buffer.from(file.subarray(0, 6000)).toString('latin1'));
  return file.length > 6000 ? `${text}… (${file.length} bytes)` : text;
}

/** Checks a file with each kernel and with none; throws where they differ. Gives what they found. */
export async function sameEveryWay(
  file: Uint8Array,
  compiled: CompiledTemplate,
  options: CheckOptions = {},
  chunk?: number,
): Promise<Outcome> {
  const exact = await checkByHost(bytesSource(file, chunk), compiled, options);
  const wanted = linesOf(exact);
  for (const kernel of ['wasm', 'js'] as const) {
    const outcome = await check(bytesSource(file, chunk), compiled, { ...options, kernel });
    mustAgree(`The kernel ${kernel} differs from the exact check.`, linesOf(outcome), wanted, file);
  }
  return exact;
}
