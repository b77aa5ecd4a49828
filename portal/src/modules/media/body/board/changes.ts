import type { Context } from '../../../../context.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { announce } from '../../../../platform/events.ts';
import { londonMoment } from '../../../../platform/london.ts';
import { momentInWords } from '../../../../ui/words.ts';
import { record } from '../../../audit/index.ts';
import { tell } from '../../../notifications/index.ts';
import { reopen } from '../../final.ts';
import { closingOf } from '../../model.ts';
import { type CentreWork, findWork } from '../../queries.ts';
import { PERMISSION } from '../../route-parts.ts';
import { lockWork, workSubject, workTopic } from '../../store.ts';
import { type Fault, FieldReader, type Typed } from '../fields.ts';
import type { Actor } from '../route-parts.ts';

type Needs = Pick<Context, 'clock' | 'config'>;

export type Changed =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'faults'; readonly faults: readonly Fault[] }
  /** The final submission stands, or stands no more. */
  | { readonly outcome: 'meanwhile' };

/** Gives a centre more time for a component, and tells it. A second time takes the place of the first. */
export async function extend(
  trx: Database,
  { clock, config }: Needs,
  { personId, bodyId, address }: Actor,
  key: Pick<CentreWork, 'componentId' | 'centreId'>,
  typed: Typed,
): Promise<Changed> {
  await lockWork(trx, key);
  const work = (await findWork(trx, key.centreId, key.componentId))!;
  if (work.submittedAt !== null) return { outcome: 'meanwhile' };
  const reader = new FieldReader(typed);
  const until = londonMoment(reader.raw('untilDay'), reader.raw('untilTime'));
  if (!until)
    reader.fault('untilDay', 'Enter a real day as year-month-day, such as 2027-06-11, and a time such as 17:00');
  else if (until <= clock.now()) reader.fault('untilDay', 'More time must end in the future');
  else if (until <= work.closesAt)
    reader.fault('untilDay', `The component closes later, on ${momentInWords(work.closesAt)}`);
  const why = reader.line('why', 'Reason', 300);
  if (!until || reader.faults.length > 0) return { outcome: 'faults', faults: reader.faults };
  const before = work.extendedTo;
  const at = clock.now();
  const values = { until, why, person_id: personId, at };
  await trx
    .insertInto('media_extension')
    .values({ component_id: work.componentId, centre_id: work.centreId, ...values })
    .onConflict((conflict) => conflict.columns(['component_id', 'centre_id']).doUpdateSet(values))
    .execute();
  await record(trx, clock, {
    personId,
    organisationId: bodyId,
    onBehalfOf: work.centreId,
    address,
    action: 'media.extended',
    subject: workSubject(work),
    before: { until: before?.toISOString() ?? null },
    after: { until: until.toISOString(), why },
  });
  await tell(
    trx,
    { clock },
    {
      occasion: `extension component ${work.componentId} centre ${work.centreId} ${at.getTime()}`,
      organisationId: work.centreId,
      permission: PERMISSION,
      subject: `${work.code}: your centre has until ${momentInWords(until)}`,
      body: `${work.body} has given your centre more time for ${work.code} ${work.name}, ${work.session}.\n\nNew closing time: ${momentInWords(until)}\nReason: ${why}\n\n${config.baseUrl}/media?session=${work.sessionId}\n`,
    },
  );
  await announce(trx, workTopic(work));
  return { outcome: 'done' };
}

/** Opens a final submission again and tells both sides; what was submitted is kept in its history. */
export async function reopenFinal(
  trx: Database,
  { clock, config }: Needs,
  { personId, bodyId, address }: Actor,
  key: Pick<CentreWork, 'componentId' | 'centreId'>,
  typed: Typed,
): Promise<Changed> {
  await lockWork(trx, key);
  const work = (await findWork(trx, key.centreId, key.componentId))!;
  const reader = new FieldReader(typed);
  const why = reader.line('why', 'Reason', 300);
  if (reader.faults.length > 0) return { outcome: 'faults', faults: reader.faults };
  if (!(await reopen(trx, { clock, personId, address }, work, why))) return { outcome: 'meanwhile' };
  const about = `${work.code} ${work.name}, ${work.session}`;
  const occasion = `reopened component ${work.componentId} centre ${work.centreId} ${clock.now().getTime()}`;
  const subject = `The final submission of ${work.code} was opened again: ${work.centre}`;
  const what = `The final submission of ${work.centre} for ${about} was opened again by ${work.body}.\n\nReason: ${why}\n\nWhat was submitted is kept. It closes on ${momentInWords(closingOf(work))}; a new final submission has to be made.\n`;
  await tell(
    trx,
    { clock },
    {
      ...{ occasion, subject, organisationId: work.centreId, permission: PERMISSION },
      body: `${what}\n${config.baseUrl}/media?session=${work.sessionId}\n`,
    },
  );
  await tell(
    trx,
    { clock },
    {
      ...{ occasion, subject, organisationId: bodyId, permission: 'Collector' },
      body: `${what}\n${config.baseUrl}/recordings/components/${work.componentId}/centres/${work.centreId}\n`,
    },
  );
  return { outcome: 'done' };
}
