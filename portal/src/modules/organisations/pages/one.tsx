import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count, dayInWords } from '../../../ui/words.ts';
import { KIND_WORDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import { RELATIONS } from '../relations.ts';
import type { Relation } from '../relations-store.ts';
import { Done, detailRows, spanInWords } from './parts.tsx';

export interface NameSpan {
  readonly name: string;
  readonly since: string;
  readonly until: string | null;
}

interface Props {
  readonly frame: Frame;
  readonly organisation: Organisation;
  readonly names: readonly NameSpan[];
  readonly relations: readonly Relation[];
  readonly people: number;
  readonly into: Organisation | undefined;
  readonly mergedHere: readonly { readonly id: number; readonly name: string }[];
  /** The asker's own organisation: neither looked at, nor closed or merged by them. */
  readonly isOwn: boolean;
  /** What was done to it stands in the history of the asker's organisation, which they may read. */
  readonly mayReadHistory: boolean;
  readonly done: string | undefined;
}

/** One organisation with all that is known of it, and what can be done. */
export function OrganisationPage(props: Props): VNode {
  const { frame, organisation, names, relations, people, done, mayReadHistory } = props;
  return (
    <Layout frame={frame} title={organisation.name} back={{ text: 'All organisations', href: '/organisations' }}>
      <Done words={done} />
      <span class="govuk-caption-l">{KIND_WORDS[organisation.kind]}</span>
      <h1 class="govuk-heading-l">{organisation.name}</h1>
      <Closed {...props} />
      <Actions {...props} />
      <h2 class="govuk-heading-m">Details</h2>
      {govuk('summaryList', {
        rows: [
          ...detailRows(organisation),
          { key: { text: 'People' }, value: { text: count(people, 'person', 'people') } },
        ],
      })}
      <h2 class="govuk-heading-m">Names</h2>
      {namesTable(names)}
      <h2 class="govuk-heading-m">Relations</h2>
      {relationsTable(relations, organisation.id)}
      {mayReadHistory ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/organisation/history">
            What happened: who changed what
          </a>
        </p>
      ) : null}
    </Layout>
  );
}

function Closed({ organisation, into, mergedHere }: Props): VNode {
  const { closedOn } = organisation;
  return (
    <>
      {closedOn === null
        ? null
        : govuk('insetText', {
            html: html(
              <>
                Closed on {dayInWords(closedOn)}
                {into === undefined ? null : (
                  <>
                    {' '}
                    and merged into{' '}
                    <a class="govuk-link" href={`/organisations/${into.id}`}>
                      {into.name}
                    </a>
                  </>
                )}
                .
              </>,
            ),
          })}
      {mergedHere.length === 0 ? null : (
        <p class="govuk-body">
          Merged into this organisation:{' '}
          {mergedHere.map(({ id, name }, at) => (
            <>
              {at > 0 ? ', ' : ''}
              <a class="govuk-link" href={`/organisations/${id}`}>
                {name}
              </a>
            </>
          ))}
        </p>
      )}
    </>
  );
}

function Actions({ frame, organisation, isOwn }: Props): VNode {
  const { id, closedOn, mergedInto, version } = organisation;
  const base = `/organisations/${id}`;
  const link = (text: string, path: string) =>
    govuk('button', { text, href: `${base}/${path}`, classes: 'govuk-button--secondary' });
  if (closedOn !== null) {
    if (mergedInto !== null) return <></>;
    return (
      <form method="post" action={`${base}/reopen`}>
        <CsrfField frame={frame} />
        <input type="hidden" name="version" value={version} />
        {govuk('button', { text: 'Open again', classes: 'govuk-button--secondary', preventDoubleClick: true })}
      </form>
    );
  }
  return (
    <div class="govuk-button-group garner-no-print">
      {link('Change details', 'edit')}
      {link('Rename', 'rename')}
      {link('Add a relation', 'relations/add')}
      {isOwn ? null : link('Merge into another', 'merge')}
      {isOwn ? null : link('Close', 'close')}
      {isOwn ? null : (
        <form method="post" action={`${base}/look`}>
          <CsrfField frame={frame} />
          {govuk('button', {
            text: 'See Garner as they see it',
            classes: 'govuk-button--secondary',
            preventDoubleClick: true,
          })}
        </form>
      )}
    </div>
  );
}

export function namesTable(names: readonly NameSpan[]): VNode {
  return dataTable({
    caption: 'Names, the newest first',
    head: [{ text: 'Name' }, { text: 'Since' }, { text: 'Until' }],
    rows: names.map(({ name, since, until }) => [
      { text: name },
      { text: since === '2000-01-01' ? 'The beginning' : dayInWords(since) },
      { text: until === null ? 'Now' : `The day before ${dayInWords(until)}` },
    ]),
  });
}

/** Relations from one side; with the organisation's number, links to the others and to change the days. */
export function relationsTable(relations: readonly Relation[], id?: number): VNode {
  if (relations.length === 0) return <p class="govuk-body">None.</p>;
  return dataTable({
    caption: 'Relations, the newest first',
    head: [{ text: 'Relation' }, { text: 'Kind' }, { text: 'Days' }, ...(id === undefined ? [] : [{ text: 'Action' }])],
    rows: relations.map((relation) => [
      { html: html(<RelationWords relation={relation} linked={id !== undefined} />) },
      { text: KIND_WORDS[relation.otherKind] },
      { text: spanInWords(relation) },
      ...(id === undefined
        ? []
        : [
            {
              html: html(
                <a class="govuk-link" href={`/organisations/${id}/relations/${relation.id}`}>
                  Change or end<span class="govuk-visually-hidden"> the relation with {relation.otherName}</span>
                </a>,
              ),
            },
          ]),
    ]),
  });
}

function RelationWords({ relation, linked }: { relation: Relation; linked: boolean }): VNode {
  const { kind, side, otherId, otherName } = relation;
  const says = RELATIONS[kind].says[side];
  return (
    <>
      {says.charAt(0).toUpperCase()}
      {says.slice(1)}{' '}
      {linked ? (
        <a class="govuk-link" href={`/organisations/${otherId}`}>
          {otherName}
        </a>
      ) : (
        otherName
      )}
    </>
  );
}
