import { isDay, type OrganisationKind } from './model.ts';

export const RELATION_KINDS = ['agent-of', 'collector-of', 'centre-of', 'supplier-for'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** Which side of a relation an organisation is on: the one that acts, or the one it is for. */
export type Side = 'from' | 'to';

export interface RelationRule {
  readonly from: readonly OrganisationKind[];
  readonly to: readonly OrganisationKind[];
  /** How it is said from either side, before the name of the other. */
  readonly says: Readonly<Record<Side, string>>;
}

export const RELATIONS: Readonly<Record<RelationKind, RelationRule>> = {
  'agent-of': {
    from: ['local-authority', 'department'],
    to: ['centre', 'local-authority'],
    says: { from: 'is agent of', to: 'has the agent' },
  },
  'collector-of': {
    from: ['regulator', 'department', 'awarding-organisation'],
    to: ['awarding-organisation', 'local-authority', 'centre'],
    says: { from: 'collects from', to: 'has the collector' },
  },
  'centre-of': {
    from: ['centre'],
    to: ['awarding-organisation'],
    says: { from: 'is a centre of', to: 'has the centre' },
  },
  'supplier-for': {
    from: ['supplier'],
    to: ['awarding-organisation', 'local-authority', 'centre'],
    says: { from: 'is supplier for', to: 'has the supplier' },
  },
};

/** Whether organisations of these kinds can stand in the relation, the one that acts first. */
export function mayRelate(kind: RelationKind, from: OrganisationKind, to: OrganisationKind): boolean {
  return RELATIONS[kind].from.includes(from) && RELATIONS[kind].to.includes(to);
}

/** Every way an organisation of this kind can be related to another. */
export function relationsFor(own: OrganisationKind): { readonly kind: RelationKind; readonly side: Side }[] {
  return RELATION_KINDS.flatMap((kind) =>
    (['from', 'to'] as const).filter((side) => RELATIONS[kind][side].includes(own)).map((side) => ({ kind, side })),
  );
}

/** From a day to a day, both included; `until` null: no end is known. Days are `2026-11-22`. */
export interface Span {
  readonly since: string;
  readonly until: string | null;
}

const FOREVER = '9999-12-31';

export function covers({ since, until }: Span, day: string): boolean {
  return since <= day && day <= (until ?? FOREVER);
}

/** Whether two spans have a day in common. */
export function overlaps(a: Span, b: Span): boolean {
  return a.since <= (b.until ?? FOREVER) && b.since <= (a.until ?? FOREVER);
}

/** What is wrong with a span as it was typed; `field` is `since` or `until`. */
export function spanFault({
  since,
  until,
}: Span): { readonly field: 'since' | 'until'; readonly text: string } | undefined {
  const form = 'year-month-day, such as 2026-09-01';
  if (!isDay(since)) return { field: 'since', text: `Enter the first day as ${form}` };
  if (until === null) return undefined;
  if (!isDay(until)) return { field: 'until', text: `Enter the last day as ${form}, or leave it empty` };
  return until < since ? { field: 'until', text: 'The last day cannot be before the first day' } : undefined;
}
