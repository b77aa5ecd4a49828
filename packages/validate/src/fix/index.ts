/** Repairs that cannot change what a file says, each listed with what stood there before and what stands there now. */

import type { CompiledTemplate } from '../compile.ts';
import { SNIFF_BYTES } from '../csv/sniff.ts';
import type { Source } from '../source.ts';
import { asUtf8, encodingOf } from './encoding.ts';
import type { RepairPlan } from './plan.ts';
import { Repairer, type RepairStep } from './repairer.ts';
import type { LeftAlone, RepairKind } from './repairs.ts';
import { readRows } from './rows.ts';

export { planRepairs, type Refused, type RepairPlan } from './plan.ts';
export type { RepairStep } from './repairer.ts';
export { type LeftAlone, REPAIR_WORDS, type Repair, type RepairKind } from './repairs.ts';
export type { Refusal } from './rows.ts';

/** What a repair came to. */
export interface RepairSummary {
  /** How many repairs of each kind were made. */
  readonly repairs: Readonly<Partial<Record<RepairKind, number>>>;
  /** How many things of each kind were left alone. */
  readonly leftAlone: Readonly<Partial<Record<LeftAlone['kind'], number>>>;
}

/**
 * Reads the file a second time and gives it in parts as it is to be, with the repairs made in each part and what was
 * left alone there. All else is kept byte for byte; a file with nothing to repair comes out as it was. The bytes of
 * a part are valid until the next is asked for. Memory stays bounded; errors of the source pass through.
 */
export async function* repair(
  source: Source,
  compiled: CompiledTemplate,
  plan: RepairPlan,
): AsyncGenerator<RepairStep, RepairSummary> {
  const repairer = new Repairer(compiled, plan);
  const summary = new Counter();
  announce(repairer, plan);
  const rows = readRows(asUtf8(source, plan.encoding), compiled, repairer);
  yield summary.counted({ ...repairer.take(), leftAlone: plan.leftAlone });
  for (;;) {
    const step = await rows.next();
    if (step.done) break;
    yield summary.counted(repairer.take());
  }
  repairer.end();
  yield summary.counted(repairer.take());
  return summary;
}

/** The same file in UTF-8 where it is in UTF-16; `slice` then serves its beginning only. */
export async function readable(source: Source): Promise<Source> {
  return asUtf8(source, encodingOf(await source.slice(0, Math.min(SNIFF_BYTES, source.size))));
}

/** Lists the repairs that are about the file as a whole. */
function announce(repairer: Repairer, plan: RepairPlan): void {
  const { encoding, hasMark, lineEnds, lineEnd } = plan;
  if (encoding !== 'utf-8') repairer.whole({ kind: 'encoding', before: 'UTF-16', after: 'UTF-8' });
  else if (hasMark) repairer.whole({ kind: 'byte-order-mark', before: 'EF BB BF', after: '' });
  const empty = plan.columnsBefore - plan.columns;
  if (empty > 0) repairer.whole({ kind: 'empty-columns', before: `${empty}`, after: '' }, 1);
  if (lineEnd === undefined || lineEnd === '') return;
  const names = { '\r\n': 'CR LF', '\n': 'LF', '\r': 'CR' } as const;
  const before = (['\r\n', '\n', '\r'] as const)
    .filter((end) => lineEnds[end] > 0)
    .map((end) => `${names[end]} after ${lineEnds[end]} ${lineEnds[end] === 1 ? 'row' : 'rows'}`);
  repairer.whole({ kind: 'line-ends', before: before.join(', '), after: names[lineEnd] });
}

class Counter implements RepairSummary {
  readonly repairs: Partial<Record<RepairKind, number>> = {};
  readonly leftAlone: Partial<Record<LeftAlone['kind'], number>> = {};

  counted(step: RepairStep): RepairStep {
    for (const { kind } of step.repairs) this.repairs[kind] = (this.repairs[kind] ?? 0) + 1;
    for (const { kind } of step.leftAlone) this.leftAlone[kind] = (this.leftAlone[kind] ?? 0) + 1;
    return step;
  }
}
