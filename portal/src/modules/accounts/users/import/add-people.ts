import type { Context } from '../../../../context.ts';
import { conflict, notFound } from '../../../../platform/http/errors.ts';
import { count } from '../../../../ui/words.ts';
import { record } from '../../../audit/index.ts';
import { endImport, keptImport } from '../../../organisations/index.ts';
import { emailKey } from '../../email-key.ts';
import { addUser } from '../add-user.ts';
import { tellOperators } from '../operators.ts';
import type { Working } from '../route-parts.ts';
import { countPeople, planAsShown, planPeople } from './plan.ts';

/** The rows would do something else than what was confirmed; what was begun is undone. */
export class ChangedMeanwhileError extends Error {
  override name = 'ChangedMeanwhileError';
}

/**
 * Adds the people of a file as was shown, all or none, and invites them; once, however often it is asked. Throws
 * `ChangedMeanwhileError` where it would do something else by now. To be called under the organisation's lock.
 */
export async function addPeople(working: Working, context: Context, id: number, shown: string): Promise<void> {
  const { trx, actor, organisation } = working;
  const { clock } = context;
  const kept = await keptImport(trx, { clock, asker: actor }, id, 'people');
  if (!kept) throw notFound();
  if (kept.state === 'done') return;
  if (kept.state === 'given up') throw givenUp();
  const plan = await planPeople(trx, organisation, kept.rows, clock.now());
  if (planAsShown(plan) !== shown) throw new ChangedMeanwhileError();
  const ready = plan.flatMap((one) => ('ready' in one ? [{ ...one, key: emailKey(one.ready.email) }] : []));
  if (ready.length === 0) throw conflict('There is nobody to add', 'Mend the rows that are left out, or give it up.');
  // In one order everywhere: two organisations that add the same people at once wait for each other in turn.
  const people: number[] = [];
  for (const { what, input } of ready.sort((one, other) => (one.key < other.key ? -1 : 1))) {
    const added = await addUser(trx, context, input, actor, { tells: false });
    // Another organisation may have added somebody since the plan was made a moment ago.
    if (!('powers' in added) || added.outcome !== what) throw new ChangedMeanwhileError();
    people.push(added.personId);
  }
  await tellOfPeople(working, context, id, people);
  const counts = countPeople(plan);
  await endImport(trx, clock, id, counts);
  await record(trx, clock, {
    personId: actor.personId,
    organisationId: organisation.id,
    ...(actor.address !== undefined && { address: actor.address }),
    action: 'people.imported',
    subject: `import ${id}`,
    after: counts,
  });
}

/** One letter about all of them: hundreds would hide what they say. */
async function tellOfPeople(
  { trx, actor, organisation }: Working,
  context: Context,
  id: number,
  people: readonly number[],
): Promise<void> {
  const named = await trx.selectFrom('person').select('name').where('id', 'in', people).orderBy('name').execute();
  const were = count(people.length, 'person was', 'people were');
  await tellOperators(trx, context, {
    organisationId: organisation.id,
    occasion: `people added by import ${id}`,
    subject: `${were} added to ${organisation.name}`,
    body: `${actor.name} added people to ${organisation.name} from a file:\n\n${named.map(({ name }) => name).join('\n')}\n\nWhat they may do is on the page Manage users: ${context.config.baseUrl}/organisation/users`,
  });
}

export function givenUp() {
  return conflict('This import is over', 'It was given up, or waited for more than a day. Send the file again.');
}
