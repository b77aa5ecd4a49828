import type { Database } from '../../platform/db/database.ts';
import { londonDay } from '../../platform/london.ts';
import { type Doing, lockOrganisations, recordChange, type Written } from './changes.ts';
import type { OrganisationKind } from './model.ts';
import { findOrganisation } from './organisation.ts';
import { mayRelate, overlaps, type RelationKind, type Side, type Span, spanFault } from './relations.ts';

/** A relation as one of its two organisations has it. */
export interface Relation extends Span {
  readonly id: number;
  readonly kind: RelationKind;
  /** The side of the one that was asked about. */
  readonly side: Side;
  readonly otherId: number;
  readonly otherName: string;
  readonly otherKind: OrganisationKind;
  readonly otherClosedOn: string | null;
}

/** Every relation of an organisation, past ones and those to come included, newest first. */
export async function everyRelationOf(db: Database, id: number): Promise<Relation[]> {
  const side = (own: 'from_id' | 'to_id', other: 'from_id' | 'to_id') =>
    db
      .selectFrom('organisation_relation as relation')
      .innerJoin('organisation as other', 'other.id', `relation.${other}`)
      .select(['relation.id', 'relation.kind', 'since', 'until', 'other.id as other_id', 'other.name as other_name'])
      .select(['other.kind as other_kind', 'other.closed_on as other_closed_on', `relation.${own} as own_id`])
      .where(`relation.${own}`, '=', id);
  const sides = [
    ...(await side('from_id', 'to_id').execute()).map((row) => ({ ...row, side: 'from' as const })),
    ...(await side('to_id', 'from_id').execute()).map((row) => ({ ...row, side: 'to' as const })),
  ];
  return sides
    .map((row) => ({
      id: row.id,
      kind: row.kind as RelationKind,
      side: row.side,
      since: row.since,
      until: row.until,
      otherId: row.other_id,
      otherName: row.other_name,
      otherKind: row.other_kind as OrganisationKind,
      otherClosedOn: row.other_closed_on,
    }))
    .sort((a, b) => (a.since === b.since ? b.id - a.id : a.since < b.since ? 1 : -1));
}

/** The relations of an organisation that count at a moment: begun, not ended, and both organisations open. */
export async function relationsOf(db: Database, id: number, on: Date): Promise<Relation[]> {
  const day = londonDay(on);
  const own = await findOrganisation(db, id);
  if (!own || closedAt(own.closedOn, day)) return [];
  const all = await everyRelationOf(db, id);
  return all.filter(
    ({ since, until, otherClosedOn }) =>
      since <= day && (until === null || day <= until) && !closedAt(otherClosedOn, day),
  );
}

/** Whether `fromId` stands in this relation to `toId` at a moment. */
export async function isRelated(
  db: Database,
  kind: RelationKind,
  fromId: number,
  toId: number,
  on: Date,
): Promise<boolean> {
  const relations = await relationsOf(db, fromId, on);
  return relations.some((one) => one.kind === kind && one.side === 'from' && one.otherId === toId);
}

/** On the day of closing an organisation still is what it was. */
function closedAt(closedOn: string | null, day: string): boolean {
  return closedOn !== null && closedOn < day;
}

export interface NewRelation extends Span {
  readonly kind: RelationKind;
  readonly fromId: number;
  readonly toId: number;
}

/** Begins a relation. Refused: kinds that do not fit, one of them closed, a day that it already has. */
export async function addRelation(trx: Database, doing: Doing, relation: NewRelation): Promise<Written> {
  await lockOrganisations(trx);
  const { kind, fromId, toId, since, until } = relation;
  const [from, to] = [await findOrganisation(trx, fromId), await findOrganisation(trx, toId)];
  if (!from || !to) return fault('other', 'Choose an organisation from the list');
  if (fromId === toId) return fault('other', 'Choose another organisation than this one');
  if (!mayRelate(kind, from.kind, to.kind)) return fault('other', 'An organisation of that kind cannot be this');
  const closed = [from, to].find(({ closedOn }) => closedOn !== null);
  if (closed) return fault('other', `${closed.name} is closed`);
  const wrong = spanFault(relation) ?? (await overlapFault(trx, relation));
  if (wrong) return fault(wrong.field, wrong.text);
  const { id } = await trx
    .insertInto('organisation_relation')
    .values({ kind, from_id: fromId, to_id: toId, since, until })
    .returning('id')
    .executeTakeFirstOrThrow();
  const facts = { relation: id, kind, from: fromId, to: toId, since, until };
  await recordBoth(trx, doing, relation, 'organisation.related', { after: facts });
  return { outcome: 'done', id };
}

/** Changes the days of a relation: to end it, give it its last day. `was` holds the days that were shown. */
export async function changeRelation(
  trx: Database,
  doing: Doing,
  change: Span & { readonly id: number; readonly was: Span },
): Promise<Written | { readonly outcome: 'changed'; readonly now: Span } | { readonly outcome: 'gone' }> {
  await lockOrganisations(trx);
  const now = await trx.selectFrom('organisation_relation').selectAll().where('id', '=', change.id).executeTakeFirst();
  if (!now) return { outcome: 'gone' };
  const { since, until } = change;
  if (now.since === since && now.until === until) return { outcome: 'done', id: now.id };
  if (now.since !== change.was.since || now.until !== change.was.until) {
    return { outcome: 'changed', now: { since: now.since, until: now.until } };
  }
  const relation = { kind: now.kind as RelationKind, fromId: now.from_id, toId: now.to_id, since, until };
  const wrong = spanFault(change) ?? (await overlapFault(trx, relation, now.id));
  if (wrong) return fault(wrong.field, wrong.text);
  await trx.updateTable('organisation_relation').set({ since, until }).where('id', '=', now.id).execute();
  const facts = (span: Span) => ({ relation: now.id, kind: now.kind, from: now.from_id, to: now.to_id, ...span });
  await recordBoth(trx, doing, relation, 'organisation.relation-changed', {
    before: facts({ since: now.since, until: now.until }),
    after: facts({ since, until }),
  });
  return { outcome: 'done', id: now.id };
}

/** The same relation between the same two may not be there twice on one day. */
async function overlapFault(trx: Database, relation: NewRelation, but?: number) {
  const others = await trx
    .selectFrom('organisation_relation')
    .select(['since', 'until'])
    .where('kind', '=', relation.kind)
    .where('from_id', '=', relation.fromId)
    .where('to_id', '=', relation.toId)
    .where('id', '<>', but ?? -1)
    .execute();
  const twin = others.find((other) => overlaps(other, relation));
  if (!twin) return undefined;
  const days = twin.until === null ? `since ${twin.since}` : `from ${twin.since} to ${twin.until}`;
  return { field: 'since' as const, text: `This relation is there already ${days}; the days must not overlap` };
}

/** Both organisations can read what was done to their relation. */
async function recordBoth(
  trx: Database,
  doing: Doing,
  { fromId, toId }: Pick<NewRelation, 'fromId' | 'toId'>,
  action: string,
  facts: Parameters<typeof recordChange>[4],
): Promise<void> {
  for (const id of [fromId, toId]) await recordChange(trx, doing, id, action, facts);
}

function fault(field: string, text: string): Written {
  return { outcome: 'faults', faults: [{ field, text }] };
}
