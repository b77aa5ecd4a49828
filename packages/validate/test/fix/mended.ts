import {
  type LeftAlone,
  planRepairs,
  type Refused,
  type Repair,
  type RepairPlan,
  repair,
} from '../../src/fix/index.ts';
import { bytesSource, type CompiledTemplate } from '../../src/index.ts';
import { PTQ } from '../run.ts';

export interface Fixed {
  readonly bytes: Buffer;
  readonly text: string;
  readonly repairs: readonly Repair[];
  readonly leftAlone: readonly LeftAlone[];
  readonly plan: RepairPlan | Refused;
}

/** The file repaired, in memory; as it was where it is refused. */
export async function fixed(
  content: string | Uint8Array,
  compiled: CompiledTemplate = PTQ,
  chunk?: number,
): Promise<Fixed> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const plan = await planRepairs(bytesSource(bytes, chunk), compiled);
  const parts: Uint8Array[] = [];
  const repairs: Repair[] = [];
  const leftAlone: LeftAlone[] = [];
  if ('refusal' in plan) parts.push(bytes);
  else {
    for await (const step of repair(bytesSource(bytes, chunk), compiled, plan)) {
      parts.push(step.bytes.slice());
      repairs.push(...step.repairs);
      leftAlone.push(...step.leftAlone);
    }
  }
  const joined = Buffer.concat(parts);
  return { bytes: joined, text: joined.toString(), repairs, leftAlone, plan };
}
