import type { Finding, Summary, Template } from '../packages/validate/src/index.ts';
import type { Counted } from './job.ts';

/**
 * The count of the twelve checks from a check of the whole template: findings about single values, but not those about text that only
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
