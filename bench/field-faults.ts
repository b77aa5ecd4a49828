import { compileFields, countFaults, type Source, type Template } from '../packages/validate/src/index.ts';
import type { Counted } from './job.ts';

/** The checks of single values alone, by one kernel or the other. */
export async function fieldFaults(source: Source, template: Template, kernel: 'wasm' | 'js'): Promise<Counted> {
  const { rows, faults, byColumn } = await countFaults(source, compileFields(template), { kernel });
  return { rows, faults, faultsByColumn: byColumn };
}
