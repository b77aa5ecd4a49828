import { createHash } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { notFound, refused } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import type { Actor } from './guards.ts';

/** A person of an organisation with what an administrator there may see of them. */
export interface Member {
  readonly personId: number;
  readonly name: string;
  readonly title: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly alternativeEmail: string | null;
  readonly permissions: readonly string[];
  readonly jobTitles: readonly string[];
  readonly endsAt: Date | null;
  /** They can sign in; before, they are only invited. */
  readonly signedUp: boolean;
  /** They belong to other organisations, too, so that what is theirs alone is not for one of them to change. */
  readonly elsewhere: boolean;
}

/** One person of the organisation; throws (404) for those of others. */
export async function memberOf(db: Database, organisationId: number, personId: number): Promise<Member> {
  const row = await db
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select((select) => [
      'p.id',
      'p.name',
      'p.title',
      'p.email',
      'p.phone',
      'p.alternative_email',
      'p.password_hash',
      'm.permissions',
      'm.job_titles',
      'm.ends_at',
      select
        .or([
          select.exists(select.selectFrom('passkey as k').select('k.person_id').whereRef('k.person_id', '=', 'p.id')),
          select.exists(
            select
              .selectFrom('single_sign_on_identity as s')
              .select('s.person_id')
              .whereRef('s.person_id', '=', 'p.id'),
          ),
        ])
        .as('otherWay'),
      select
        .exists(
          select
            .selectFrom('membership as other')
            .select('other.person_id')
            .whereRef('other.person_id', '=', 'p.id')
            .whereRef('other.organisation_id', '<>', 'm.organisation_id'),
        )
        .as('elsewhere'),
    ])
    .where('m.organisation_id', '=', organisationId)
    .where('p.id', '=', personId)
    .where('p.removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound();
  return {
    personId: row.id,
    name: row.name,
    title: row.title,
    email: row.email,
    phone: row.phone,
    alternativeEmail: row.alternative_email,
    permissions: row.permissions,
    jobTitles: row.job_titles,
    endsAt: row.ends_at,
    signedUp: row.password_hash !== null || Boolean(row.otherWay),
    elsewhere: Boolean(row.elsewhere),
  };
}

/** Changes whenever what the form shows of them does: who saved in between is not undone. */
export function stateOf(member: Member): string {
  const { name, title, phone, alternativeEmail, permissions, jobTitles, endsAt } = member;
  const shown = [name, title, phone, alternativeEmail, permissions, jobTitles, endsAt];
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
}

/** Writes down what was done about a person. */
export async function recordAbout(
  trx: Database,
  { clock }: Pick<Context, 'clock'>,
  actor: Actor,
  action: string,
  personId: number,
  facts: {
    readonly before?: Readonly<Record<string, unknown>>;
    readonly after?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<void> {
  await record(trx, clock, {
    personId: actor.personId,
    organisationId: actor.organisationId,
    ...(actor.address !== undefined && { address: actor.address }),
    action,
    subject: `person ${personId}`,
    ...(facts.before && { before: facts.before }),
    ...((facts.after || actor.agreedBy !== undefined) && {
      after: { ...facts.after, ...(actor.agreedBy !== undefined && { agreedBy: actor.agreedBy }) },
    }),
  });
}

const HOUR_MS = 60 * 60 * 1000;
const MOST_LINKS_AN_HOUR = 5;

/** Throws (429) where somebody was sent so many links of late that another would be a nuisance. */
export async function refuseTooManyLinks(
  db: Database,
  now: Date,
  { personId, name }: Pick<Member, 'personId' | 'name'>,
) {
  const { count } = await db
    .selectFrom('emailed_link')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('created_at', '>', new Date(now.getTime() - HOUR_MS))
    .executeTakeFirstOrThrow();
  if (Number(count) < MOST_LINKS_AN_HOUR) return;
  throw refused(
    429,
    'Too many letters',
    `${name} was sent several links within an hour. Ask them to look for the newest, also among unwanted mail, or try again in an hour.`,
  );
}

/** Ends their sessions for one organisation; those for others go on. */
export async function endSessionsFor(trx: Database, personId: number, organisationId: number): Promise<void> {
  await trx
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .execute();
}
