import { sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import { type Paging, paging } from '../../../ui/pagination.ts';
import type { Permission } from '../model.ts';
import { type ActPayload, actInWords } from './acts.ts';
import { CAN_SIGN_IN } from './guards.ts';

const PAGE_SIZE = 10;
const DECIDED_SHOWN = 20;

export interface UsersFilter {
  /** A part of a name or an e-mail address; empty: all. */
  readonly search: string;
  readonly permission: Permission | '';
}

export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly jobTitles: readonly string[];
  readonly permissions: readonly string[];
  readonly signedUp: boolean;
  /** Absent where they never did, or only for other organisations. */
  readonly lastSignIn: Date | null;
  readonly endsAt: Date | null;
}

export interface UsersPage {
  readonly rows: readonly UserRow[];
  readonly paging: Paging;
}

/** Ten of the people of an organisation, by name. */
export async function usersPage(
  db: Database,
  organisationId: number,
  { search, permission }: UsersFilter,
  page: number,
): Promise<UsersPage> {
  let found = db
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .where('m.organisation_id', '=', organisationId)
    .where('p.removed_at', 'is', null);
  if (permission !== '') found = found.where('m.permissions', '@>', sql<string[]>`${[permission]}::text[]`);
  const words = search.trim().replaceAll('\0', '').toWellFormed();
  if (words !== '') {
    const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    found = found.where((where) => where.or([where('p.name', 'ilike', like), where('p.email', 'ilike', like)]));
  }
  const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const at = paging(Number(total), page, PAGE_SIZE);
  const rows = await found
    .select(['p.id', 'p.name', 'p.email', 'm.job_titles as jobTitles', 'm.permissions', 'm.ends_at as endsAt'])
    .select(CAN_SIGN_IN.$castTo<boolean>().as('signedUp'))
    // When they worked for somebody else is not this organisation's to know.
    .select('m.last_sign_in_at as lastSignIn')
    .orderBy(sql`lower(p.name)`)
    .orderBy('p.id')
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows, paging: at };
}

/** The name of a person of the organisation, for a banner about them. */
export async function memberName(db: Database, organisationId: number, personId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select('p.name')
    .where('m.organisation_id', '=', organisationId)
    .where('p.id', '=', personId)
    .executeTakeFirst();
  return row?.name;
}

export interface ShownAct {
  readonly id: number;
  readonly words: string;
  readonly askedBy: { readonly id: number; readonly name: string };
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** 'waiting' and 'expired' are not decided. */
  readonly state: 'waiting' | 'expired' | 'agreed' | 'refused' | 'withdrawn';
}

/** Acts that wait for a second person, the oldest first, and the newest of those that do not any more. */
export async function actsOf(db: Database, organisationId: number, now: Date) {
  const waiting = await acts(db, organisationId)
    .where('a.decision', 'is', null)
    .where('a.expires_at', '>', now)
    .orderBy('a.id')
    .execute();
  const over = await acts(db, organisationId)
    .where((where) => where.or([where('a.decision', 'is not', null), where('a.expires_at', '<=', now)]))
    .orderBy('a.id', 'desc')
    .limit(DECIDED_SHOWN)
    .execute();
  return { waiting: waiting.map((row) => shown(row, now)), over: over.map((row) => shown(row, now)) };
}

/** One act of the organisation. */
export async function findAct(
  db: Database,
  organisationId: number,
  id: number,
  now: Date,
): Promise<ShownAct | undefined> {
  const row = await acts(db, organisationId).where('a.id', '=', id).executeTakeFirst();
  return row && shown(row, now);
}

/** How many acts wait for a second person. */
export async function countWaiting(db: Database, organisationId: number, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('pending_act')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('decision', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function acts(db: Database, organisationId: number) {
  return db
    .selectFrom('pending_act as a')
    .innerJoin('person as asker', 'asker.id', 'a.asked_by')
    .leftJoin('person as decider', 'decider.id', 'a.decided_by')
    .select(['a.id', 'a.kind', 'a.payload', 'a.asked_by', 'a.asked_at', 'a.expires_at', 'a.decided_at', 'a.decision'])
    .select(['asker.name as askerName', 'decider.name as deciderName'])
    .where('a.organisation_id', '=', organisationId);
}

interface ActRow {
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly asked_by: number;
  readonly askerName: string;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly deciderName: string | null;
  readonly decided_at: Date | null;
  readonly decision: string | null;
}

function shown(row: ActRow, now: Date): ShownAct {
  return {
    id: row.id,
    words: actInWords(row.kind, row.payload as ActPayload),
    askedBy: { id: row.asked_by, name: row.askerName },
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    decidedBy: row.deciderName,
    decidedAt: row.decided_at,
    state: (row.decision ?? (row.expires_at > now ? 'waiting' : 'expired')) as ShownAct['state'],
  };
}
