import type { VNode } from 'preact';
import { errorOf, FaultSummary, FormPage, type FormState, textField, typed } from '../../../ui/forms.tsx';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { KIND_WORDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import { RELATIONS, relationsFor } from '../relations.ts';
import type { Relation } from '../relations-store.ts';
import { dayField } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly organisation: Organisation;
  readonly form: FormState;
}

const DAY = 'Year-month-day, such as 2026-09-01';

/** The first half of adding: which relation, and a search for the other organisation. */
export function RelationSearchPage({ frame, organisation, form }: Props): VNode {
  const { id, name, kind } = organisation;
  return (
    <Layout
      frame={frame}
      title="Add a relation"
      back={{ text: name, href: `/organisations/${id}` }}
      error={form.faults.length > 0}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FaultSummary faults={form.faults} />
          <span class="govuk-caption-l">{name}</span>
          <h1 class="govuk-heading-l">Add a relation</h1>
          <form method="get" action={`/organisations/${id}/relations/add`} novalidate>
            {govuk('radios', {
              name: 'relation',
              idPrefix: 'relation',
              fieldset: { legend: { text: `${name} …` } },
              value: typed(form, 'relation'),
              items: relationsFor(kind).map((one) => ({
                value: `${one.kind}.${one.side}`,
                text: `${RELATIONS[one.kind].says[one.side]} …`,
              })),
              ...errorOf(form.faults, 'relation'),
            })}
            {textField(form, 'q', 'Name or identifier of the other organisation')}
            {govuk('button', { text: 'Search' })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

interface ChooseProps extends Props {
  readonly says: string;
  readonly choices: readonly Organisation[];
}

/** The second half: the organisation, and the days. */
export function RelationAddPage({ frame, organisation, form, says, choices }: ChooseProps): VNode {
  const { id, name } = organisation;
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Add a relation"
      caption={`${name} ${says} …`}
      action={`/organisations/${id}/relations/add`}
      back={{ text: 'Search again', href: `/organisations/${id}/relations/add` }}
      button={{ text: 'Add relation' }}
      hidden={{ relation: typed(form, 'relation'), q: typed(form, 'q') }}
    >
      {govuk('radios', {
        name: 'other',
        idPrefix: 'other',
        fieldset: { legend: { text: 'Organisation' } },
        hint: { text: 'Up to 20 are shown. If yours is not among them, search again with more of its name.' },
        value: typed(form, 'other'),
        items: choices.map((one) => ({
          value: String(one.id),
          text: one.name,
          hint: { text: KIND_WORDS[one.kind] },
        })),
        ...errorOf(form.faults, 'other'),
      })}
      {dayField(form, 'since', 'First day', DAY)}
      {dayField(form, 'until', 'Last day (optional)', `${DAY}. Leave it empty if no end is known.`)}
    </FormPage>
  );
}

interface ChangeProps extends Props {
  readonly relation: Relation;
  readonly was: { readonly since: string; readonly until: string | null };
}

/** Other days for a relation; giving it a last day ends it. */
export function RelationChangePage({ frame, organisation, form, relation, was }: ChangeProps): VNode {
  const { id, name } = organisation;
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Change or end a relation"
      caption={`${name} ${RELATIONS[relation.kind].says[relation.side]} ${relation.otherName}`}
      action={`/organisations/${id}/relations/${relation.id}`}
      back={{ text: name, href: `/organisations/${id}` }}
      button={{ text: 'Save' }}
      hidden={{ wasSince: was.since, wasUntil: was.until ?? '' }}
    >
      <p class="govuk-body">To end the relation, give it its last day. Past relations stay in the list.</p>
      {dayField(form, 'since', 'First day', DAY)}
      {dayField(form, 'until', 'Last day (optional)', `${DAY}. Leave it empty if no end is known.`)}
    </FormPage>
  );
}
