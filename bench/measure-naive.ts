/** The check of the whole template as one would write it by hand, in a process of its own: node bench/measure-naive.ts JOB. */
import { measured } from './job.ts';
import { naiveCheck } from './naive-check.ts';

await measured(async ({ path, template, context }) => {
  const [sender = ''] = [context['organisationNames']].flat().map(String);
  const { rows, wrong } = await naiveCheck(path, template, { dueDate: String(context['dueDate']), sender });
  return { rows, faults: wrong, faultsByColumn: [] };
});
