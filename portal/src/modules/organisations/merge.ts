import { createHash } from 'node:crypto';
import type { Database } from '../../platform/db/database.ts';
import { londonDay } from '../../platform/london.ts';
import { type Doing, lockOrganisations, recordChange } from './changes.ts';
import { IDENTIFIER_NAMES, type IdentifierName } from './identifiers.ts';
import { columnsOf, findOrganisation, type Organisation } from './organisation.ts';
import { overlaps, type RelationKind } from './relations.ts';
import { everyRelationOf, type Relation } from './relations-store.ts';

/** Moves or joins the memberships of one organisation to another in the transaction of the merge; gives how many people moved. */
export type OnMerge = (
  trx: Database,
  merge: { readonly fromId: number; readonly toId: number; readonly doing: Doing },
) => Promise<number>;

/** What a merge would do. */
export interface MergePlan {
  readonly from: Organisation;
  readonly into: Organisation;
  /** Identifiers that the one that stays lacks. */
  readonly identifiers: readonly IdentifierName[];
  /** Identifiers that stay with the closed one, as the other has its own. */
  readonly identifiersStay: readonly IdentifierName[];
  /** Names that may stand in files for the one that stays from then on. */
  readonly names: readonly string[];
  readonly relations: readonly Relation[];
  /** Relations that the one that stays has already, or that would be with itself: they end. */
  readonly relationsEnd: readonly Relation[];
  readonly people: number;
}

export type MergeOutcome =
  | { readonly outcome: 'done'; readonly people: number }
  | { readonly outcome: 'refused'; readonly why: string }
  /** Somebody changed one of the two, its relations or its people since the preview. */
  | { readonly outcome: 'meanwhile' };

/** Why two organisations cannot be merged, as a sentence; undefined where they can. */
export function mergeRefusal(from: Organisation, into: Organisation, own: number): string | undefined {
  if (from.id === into.id) return 'An organisation cannot be merged into itself.';
  if (from.id === own) return 'You act for this organisation yourself, so you cannot merge it into another.';
  if (from.mergedInto !== null) return `${from.name} has been merged already.`;
  if (into.closedOn !== null) return `${into.name} is closed, so nothing can be merged into it.`;
  if (from.kind !== into.kind) return 'Only organisations of the same kind can be merged.';
  return undefined;
}

/** Works out what merging would move. */
export async function planMerge(db: Database, from: Organisation, into: Organisation): Promise<MergePlan> {
  const [own, others] = [await everyRelationOf(db, from.id), await everyRelationOf(db, into.id)];
  const ends = (relation: Relation): boolean =>
    relation.otherId === into.id ||
    others.some(
      (other) =>
        other.kind === relation.kind &&
        other.side === relation.side &&
        other.otherId === relation.otherId &&
        overlaps(other, relation),
    );
  const held = IDENTIFIER_NAMES.filter((name) => from.details[name] !== null);
  const known = [into.name, ...into.details.otherNames];
  return {
    from,
    into,
    identifiers: held.filter((name) => into.details[name] === null),
    identifiersStay: held.filter((name) => into.details[name] !== null),
    names: [from.name, ...from.details.otherNames].filter((name) => !known.includes(name)),
    relations: own.filter((relation) => !ends(relation)),
    relationsEnd: own.filter(ends),
    people: await peopleOf(db, from.id),
  };
}

/** Tells one plan from another: what is confirmed must be what was shown. */
export function mergeFingerprint(plan: MergePlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('base64url');
}

/** Merges one organisation into another as it was shown. Without `onMerge`, one with people is refused. */
export async function mergeOrganisations(
  trx: Database,
  doing: Doing,
  which: { readonly id: number; readonly intoId: number; readonly fingerprint: string },
  onMerge?: OnMerge,
): Promise<MergeOutcome> {
  await lockOrganisations(trx);
  const [from, into] = [await findOrganisation(trx, which.id), await findOrganisation(trx, which.intoId)];
  if (!from || !into) return { outcome: 'refused', why: 'One of the two organisations is not there.' };
  const why = mergeRefusal(from, into, doing.asker.organisationId);
  if (why !== undefined) return { outcome: 'refused', why };
  const plan = await planMerge(trx, from, into);
  if (mergeFingerprint(plan) !== which.fingerprint) return { outcome: 'meanwhile' };
  if (plan.people > 0 && !onMerge) {
    return { outcome: 'refused', why: 'It has people, and they cannot be moved here. Remove them first.' };
  }
  await moveDetails(trx, plan, londonDay(doing.clock.now()));
  await moveRelations(trx, plan, londonDay(doing.clock.now()));
  const people = onMerge ? await onMerge(trx, { fromId: from.id, toId: into.id, doing }) : 0;
  await recordMerge(trx, doing, plan, people);
  return { outcome: 'done', people };
}

async function moveDetails(trx: Database, { from, into, identifiers, names }: MergePlan, today: string): Promise<void> {
  const moved = Object.fromEntries(identifiers.map((name) => [name, from.details[name]]));
  const gone = Object.fromEntries(identifiers.map((name) => [name, null]));
  await trx
    .updateTable('organisation')
    .set((set) => ({
      ...columnsOf(from.name, gone),
      merged_into: into.id,
      closed_on: from.closedOn ?? today,
      version: set('version', '+', 1),
    }))
    .where('id', '=', from.id)
    .execute();
  await trx
    .updateTable('organisation')
    .set((set) => ({
      ...columnsOf(into.name, { ...moved, otherNames: [...into.details.otherNames, ...names] }),
      version: set('version', '+', 1),
    }))
    .where('id', '=', into.id)
    .execute();
}

async function moveRelations(trx: Database, plan: MergePlan, today: string): Promise<void> {
  for (const { id, side } of plan.relations) {
    await trx
      .updateTable('organisation_relation')
      .set(side === 'from' ? { from_id: plan.into.id } : { to_id: plan.into.id })
      .where('id', '=', id)
      .execute();
  }
  for (const { id, since, until } of plan.relationsEnd) {
    if (until !== null && until <= today) continue;
    // One that was to begin later ends on its first day; it counts for nothing, as its organisation is closed.
    const last = since > today ? since : today;
    await trx.updateTable('organisation_relation').set({ until: last }).where('id', '=', id).execute();
  }
}

async function recordMerge(trx: Database, doing: Doing, plan: MergePlan, people: number): Promise<void> {
  const { from, into, identifiers, names, relations, relationsEnd } = plan;
  const moved = Object.fromEntries(identifiers.map((name) => [name, from.details[name]]));
  const ids = (some: readonly Relation[]): { id: number; kind: RelationKind }[] =>
    some.map(({ id, kind }) => ({ id, kind }));
  await recordChange(trx, doing, from.id, 'organisation.merged', {
    before: { closedOn: from.closedOn, ...moved },
    after: { mergedInto: into.id, people, relations: ids(relations), relationsEnded: ids(relationsEnd) },
  });
  await recordChange(trx, doing, into.id, 'organisation.took-over', {
    before: Object.fromEntries(identifiers.map((name) => [name, null])),
    after: { mergedFrom: from.id, people, ...moved, names },
  });
}

/** How many people an organisation has. */
export async function peopleOf(db: Database, id: number): Promise<number> {
  const { people } = await db
    .selectFrom('membership')
    .select((select) => select.fn.countAll<number>().as('people'))
    .where('organisation_id', '=', id)
    .executeTakeFirstOrThrow();
  return people;
}
