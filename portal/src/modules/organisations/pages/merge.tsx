import type { VNode } from 'preact';
import { FaultSummary, type FormState, textField } from '../../../ui/forms.tsx';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { count } from '../../../ui/words.ts';
import { identifierInWords } from '../identifiers.ts';
import { type MergePlan, mergeFingerprint } from '../merge.ts';
import type { Organisation } from '../organisation.ts';
import { RELATIONS } from '../relations.ts';
import type { Relation } from '../relations-store.ts';
import { identifiersInWords, identifierTitle, spanInWords } from './parts.tsx';

interface ChooseProps {
  readonly frame: Frame;
  readonly organisation: Organisation;
  readonly form: FormState;
  /** Absent before anything was searched for. */
  readonly choices: readonly Organisation[] | undefined;
}

/** Which organisation this one is merged into. */
export function MergeChoosePage({ frame, organisation, form, choices }: ChooseProps): VNode {
  const { id, name } = organisation;
  return (
    <Layout
      frame={frame}
      title="Merge into another organisation"
      back={{ text: name, href: `/organisations/${id}` }}
      error={form.faults.length > 0}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FaultSummary faults={form.faults} />
          <span class="govuk-caption-l">{name}</span>
          <h1 class="govuk-heading-l">Merge into another organisation</h1>
          <p class="govuk-body">
            {name} is closed, and what it has moves to the other organisation of the same kind. This cannot be undone.
          </p>
          <form method="get" action={`/organisations/${id}/merge`} novalidate>
            {textField(form, 'q', 'Name or identifier of the other organisation')}
            {govuk('button', { text: 'Search', classes: 'govuk-button--secondary' })}
          </form>
          {choices === undefined ? null : <Choices id={id} choices={choices} />}
        </div>
      </div>
    </Layout>
  );
}

function Choices({ id, choices }: { id: number; choices: readonly Organisation[] }): VNode {
  if (choices.length === 0) return <p class="govuk-body">No open organisation of the same kind matches.</p>;
  return (
    <ul class="govuk-list govuk-list--spaced">
      {choices.map((one) => (
        <li>
          <a class="govuk-link" href={`/organisations/${id}/merge/${one.id}`}>
            {one.name}
          </a>
          <br />
          {identifiersInWords(one)}
        </li>
      ))}
    </ul>
  );
}

interface PreviewProps {
  readonly frame: Frame;
  readonly plan: MergePlan;
  /** One of the two was changed while this page was read. */
  readonly meanwhile: boolean;
}

/** What a merge would move, to be confirmed. */
export function MergePreviewPage({ frame, plan, meanwhile }: PreviewProps): VNode {
  const { from, into } = plan;
  return (
    <Layout
      frame={frame}
      title={`Merge ${from.name} into ${into.name}`}
      back={{ text: 'Choose another', href: `/organisations/${from.id}/merge` }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {meanwhile
            ? govuk('notificationBanner', {
                titleText: 'Changed meanwhile',
                role: 'alert',
                text: 'Somebody changed one of the two organisations. Nothing was merged. Look over what would move now.',
              })
            : null}
          <h1 class="govuk-heading-l">
            Merge {from.name} into {into.name}
          </h1>
          {govuk('summaryList', { rows: planRows(plan) })}
          {govuk('warningText', {
            text: `${from.name} is closed today. This cannot be undone.`,
            iconFallbackText: 'Warning',
          })}
          <form method="post" action={`/organisations/${from.id}/merge/${into.id}`}>
            <CsrfField frame={frame} />
            <input type="hidden" name="fingerprint" value={mergeFingerprint(plan)} />
            {govuk('button', { text: 'Merge', classes: 'govuk-button--warning', preventDoubleClick: true })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

function planRows(plan: MergePlan) {
  const { from, into } = plan;
  const words = (names: MergePlan['identifiers']) =>
    names.map((name) => `${identifierTitle(name)} ${identifierInWords(name, from.details[name]!)}`);
  const row = (title: string, items: readonly string[]) => ({
    key: { text: title },
    value: {
      html: html(
        items.length === 0 ? (
          <>None</>
        ) : (
          <ul class="govuk-list">
            {items.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        ),
      ),
    },
  });
  return [
    { key: { text: 'People who move' }, value: { text: count(plan.people, 'person', 'people') } },
    row('Identifiers that move', words(plan.identifiers)),
    row(`Identifiers that stay, as ${into.name} has its own`, words(plan.identifiersStay)),
    row('Names that move', plan.names),
    row('Relations that move', plan.relations.map(relationText)),
    row('Relations that end', plan.relationsEnd.map(relationText)),
    {
      key: { text: 'What stays' },
      value: { text: 'Returns, files and the history stay with the closed organisation, where they can be read.' },
    },
  ];
}

function relationText(relation: Relation): string {
  return `${RELATIONS[relation.kind].says[relation.side]} ${relation.otherName}, ${spanInWords(relation)}`;
}
