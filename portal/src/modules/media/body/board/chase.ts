import type { Context } from '../../../../context.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { daysBetween, londonDay } from '../../../../platform/london.ts';
import { record } from '../../../audit/index.ts';
import { tell } from '../../../notifications/index.ts';
import { PERMISSION } from '../../route-parts.ts';
import type { SessionFacts } from '../queries.ts';
import type { Actor } from '../route-parts.ts';
import { sessionSubject } from '../store.ts';
import { chaseLetter, type Letter, reminderLetter } from './letters.ts';
import { type OpenWork, openWorks } from './queries.ts';

type Needs = Pick<Context, 'clock' | 'config'>;

/** What became of a wish to chase, in centres. */
export interface Chased {
  readonly told: number;
  /** They had a message of this kind today. */
  readonly before: number;
  /** Nobody there has the permission, so nobody could be told. */
  readonly nobody: readonly number[];
}

/**
 * Sends one message to each of these centres that has not submitted something of the session, with all that is open of theirs; at
 * most one a day. `centreIds` absent: to all.
 */
export async function chase(
  trx: Database,
  { clock, config }: Needs,
  { personId, bodyId, address }: Actor,
  session: SessionFacts,
  centreIds: ReadonlySet<number> | undefined,
): Promise<Chased> {
  const now = clock.now();
  const groups = byCentre(await openWorks(trx, session.id, now));
  const chosen = [...groups].filter(([centreId]) => centreIds === undefined || centreIds.has(centreId));
  const occasion = (centreId: number): string => `chase session ${session.id} centre ${centreId} ${londonDay(now)}`;
  const had = await reached(
    trx,
    chosen.map(([centreId]) => occasion(centreId)),
  );
  const fresh = chosen.filter(([centreId]) => !had.has(occasion(centreId)));
  for (const [centreId, works] of fresh)
    await inform(trx, clock, centreId, occasion(centreId), chaseLetter(session, works, now, config.baseUrl));
  const have = await reached(
    trx,
    fresh.map(([centreId]) => occasion(centreId)),
  );
  const nobody = fresh.filter(([centreId]) => !have.has(occasion(centreId))).map(([centreId]) => centreId);
  const outcome = { told: fresh.length - nobody.length, before: chosen.length - fresh.length, nobody };
  for (const [centreId, works] of fresh.filter(([one]) => !nobody.includes(one))) {
    await record(trx, clock, {
      personId,
      organisationId: bodyId,
      onBehalfOf: centreId,
      address,
      action: 'media.chased',
      subject: sessionSubject(session.id),
      after: { components: works.map(({ componentId }) => componentId) },
    });
  }
  return outcome;
}

/** Days before the closing at which centres are reminded, each once: within 7 days, within 2, and on the day itself. */
const REMINDERS = [7, 2, 0] as const;

/** Reminds every centre of what is still to be submitted in any session. Tells nobody twice, however often it runs. */
export async function remind(context: Pick<Context, 'db' | 'clock' | 'config'>): Promise<void> {
  const { db, clock, config } = context;
  const now = clock.now();
  const today = londonDay(now);
  for (const session of await sessionsWithWork(db, now)) {
    for (const [centreId, works] of byCentre(await openWorks(db, session.id, now))) {
      const byDay = Map.groupBy(
        works.filter(({ closes }) => closes >= now),
        ({ closes }) => londonDay(closes),
      );
      for (const [day, closing] of byDay) {
        const days = daysBetween(today, day);
        const stage = REMINDERS.findLast((most) => days <= most);
        if (stage === undefined) continue;
        const occasion = `reminder ${stage} session ${session.id} centre ${centreId} closing ${day}`;
        const letter = reminderLetter(session, closing, days, now, config.baseUrl);
        await db.transaction().execute((trx) => inform(trx, clock, centreId, occasion, letter));
      }
    }
  }
}

async function sessionsWithWork(db: Database, now: Date): Promise<readonly SessionFacts[]> {
  return await db
    .selectFrom('media_session as session')
    .innerJoin('organisation as body', 'body.id', 'session.body_id')
    .select(['session.id', 'session.body_id as bodyId', 'body.name as body', 'session.code', 'session.name'])
    .select(['session.contact_email as contact', 'session.keep_until as keepUntil'])
    .where((where) =>
      where.exists(
        where
          .selectFrom('media_component as component')
          .leftJoin('media_extension as extension', 'extension.component_id', 'component.id')
          .select('component.id')
          .whereRef('component.session_id', '=', 'session.id')
          .where((either) => either.or([either('closes_at', '>=', now), either('extension.until', '>=', now)])),
      ),
    )
    .orderBy('session.id')
    .execute();
}

function byCentre(works: readonly OpenWork[]): Map<number, OpenWork[]> {
  return Map.groupBy(works, ({ centreId }) => centreId);
}

async function inform(
  trx: Database,
  clock: Context['clock'],
  organisationId: number,
  occasion: string,
  letter: Letter,
): Promise<void> {
  await tell(trx, { clock }, { occasion, organisationId, permission: PERMISSION, ...letter });
}

/** Which of these occasions reached anybody. */
async function reached(db: Database, occasions: readonly string[]): Promise<ReadonlySet<string>> {
  if (occasions.length === 0) return new Set();
  const rows = await db
    .selectFrom('message')
    .select('occasion')
    .distinct()
    .where('occasion', 'in', occasions)
    .execute();
  return new Set(rows.map(({ occasion }) => occasion));
}
