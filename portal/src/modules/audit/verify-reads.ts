import { sql } from 'kysely';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { ChainBroken } from './model.ts';
import { isSigned, readSeal, type Seal } from './seal.ts';

/** A place in the chain with its event and details, as they are now; absent parts are null. */
export interface Link {
  readonly position: number;
  readonly event: number;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly id: string | null;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly organisation: string | null;
  readonly onBehalfOf: string | null;
  readonly digest: Buffer;
  readonly salt: Buffer | null;
  readonly person: string | null;
  readonly address: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** The chain in its order, so many places at a time, by a cursor: the memory needed does not grow with its length. */
export async function* links(trx: Database, size: number): AsyncGenerator<readonly Link[]> {
  await sql`declare audit_links no scroll cursor for
    select c.position, c.event_id as event, c.previous, c.hash,
      e.id::text as id, (extract(epoch from e.at) * 1000000)::bigint::text as at, e.action, e.subject,
      e.organisation_id::text as organisation, e.on_behalf_of::text as "onBehalfOf", e.details_digest as digest,
      d.salt, d.person_id::text as person, d.address, d.before::text as before, d.after::text as after
    from audit_chain c
    left join audit_event e on e.id = c.event_id
    left join audit_detail d on d.event_id = e.id
    order by c.position`.execute(trx);
  for (;;) {
    const { rows } = await sql<Link>`fetch ${sql.raw(String(size))} from audit_links`.execute(trx);
    if (rows.length === 0) return;
    yield rows;
  }
}

export async function lengthOf(trx: Database): Promise<number> {
  const { length } = await trx
    .selectFrom('audit_chain')
    .select((select) => select.fn.countAll<number>().as('length'))
    .executeTakeFirstOrThrow();
  return length;
}

/** The first event that the chain does not know. */
export async function firstUnchained(trx: Database): Promise<number | undefined> {
  const found = await trx
    .selectFrom('audit_event as e')
    .select('e.id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('audit_chain as c').select('c.position').whereRef('c.event_id', '=', 'e.id'))),
    )
    .orderBy('e.id')
    .limit(1)
    .executeTakeFirst();
  return found?.id;
}

/** Erased details, with what the event that tells of it must say. */
export interface Erasure {
  readonly event: number;
  readonly family: string;
  readonly before: Date;
  readonly subject: string;
}

export async function erasures(trx: Database): Promise<readonly Erasure[]> {
  const { rows } = await sql<Erasure>`
    select event_id as event, family, before,
      format('%s, before %s', family, to_char(before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as subject
    from audit_erasure order by id`.execute(trx);
  return rows;
}

/** The number of the last copy of a seal. Asked before the snapshot, which then holds all that it seals. */
export async function lastCopy(db: Database, blobs: Blobs): Promise<number> {
  let number = await lastRow(db);
  while ((await readSeal(blobs, number + 1)) !== 'none') number++;
  return number;
}

async function lastRow(db: Database): Promise<number> {
  const { last } = await db
    .selectFrom('audit_seal')
    .select((select) => select.fn.max('number').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

export interface FoundSeal extends Seal {
  /** Only its copy is there, though a later seal is in the database. */
  readonly rowLost: boolean;
}

const AT_ONCE = 50;

/** Every seal by its number, from the database and from its copy, which must agree and be signed. */
export async function* seals(
  trx: Database,
  { blobs, key, copies }: { blobs: Blobs | undefined; key: Buffer | undefined; copies: number },
): AsyncGenerator<FoundSeal> {
  const rowCount = await lastRow(trx);
  const last = Math.max(rowCount, copies);
  for (let from = 1; from <= last; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, last - from + 1) }, (_none, index) => from + index);
    const rows = await trx.selectFrom('audit_seal').selectAll().where('number', 'in', numbers).execute();
    const found = await Promise.all(
      numbers.map(async (number) => ({
        number,
        row: rows.find((row) => row.number === number),
        copy: blobs ? await readSeal(blobs, number) : undefined,
      })),
    );
    for (const { number, row, copy } of found) {
      yield { ...agreed(number, row, copy, key), rowLost: row === undefined && number < rowCount };
    }
  }
}

function agreed(
  number: number,
  row: Seal | undefined,
  copy: Seal | 'none' | 'unreadable' | undefined,
  key: Buffer | undefined,
): Seal {
  const broken = (kind: 'seal-forged' | 'seal-missing', words: string): ChainBroken =>
    new ChainBroken({ kind, seal: number, words });
  if (copy === 'none') throw broken('seal-missing', `The copy of seal ${number} is gone from the files.`);
  if (copy === 'unreadable') throw broken('seal-forged', `The copy of seal ${number} in the files is no seal.`);
  const sides = [
    ['database', row],
    ['files', copy],
  ] as const;
  for (const [where, seal] of sides) {
    if (!seal) continue;
    if (seal.number !== number || (key && !isSigned(seal, key)))
      throw broken('seal-forged', `Seal ${number} in the ${where} was not made with Garner's key, or was changed.`);
  }
  const seal = row ?? copy;
  if (!seal) throw broken('seal-missing', `Seal ${number} is gone from the database.`);
  if (row && copy && !(row.position === copy.position && row.hash.equals(copy.hash)))
    throw broken('seal-forged', `Seal ${number} in the database is not the one in the files.`);
  return seal;
}
