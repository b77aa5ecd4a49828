import {
  type CompiledTemplate,
  countFaults,
  type Finding,
  type Source,
  type Summary,
  type Template,
} from '../packages/validate/src/index.ts';
import type { Counted } from './job.ts';

/**
 * The same count from a check of the whole template: findings about single values, but not those about text that only
 * looks like a spreadsheet's number, as the column takes it.
 */
export async function faultsOfCheck(check: AsyncGenerator<Finding[], Summary>, template: Template): Promise<Counted> {
  let step = await check.next();
  while (!step.done) step = await check.next();
  const { rows, byRule } = step.value;
  const faultsByColumn = template.fields.map(({ name }) =>
    byRule
      .filter(({ rule, column }) => column === name && rule.startsWith('value.') && rule !== 'value.scientific-text')
      .reduce((sum, { count }) => sum + count, 0),
  );
  return { rows, faults: faultsByColumn.reduce((sum, count) => sum + count, 0), faultsByColumn };
}

/** The checks of single values alone, by one kernel or the other. */
export async function fieldFaults(source: Source, compiled: CompiledTemplate, kernel: 'wasm' | 'js'): Promise<Counted> {
  const { rows, faults, byColumn } = await countFaults(source, compiled, { kernel });
  return { rows, faults, faultsByColumn: byColumn };
}
