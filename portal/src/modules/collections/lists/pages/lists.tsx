import type { VNode } from 'preact';
import { html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { momentInWords } from '../../../../ui/words.ts';
import type { ListRow } from '../queries.ts';
import { addressOf } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly organisation: string;
  readonly rows: readonly ListRow[];
}

/** Every list that the organisation keeps or could keep. */
export function ListsPage({ frame, organisation, rows }: Props): VNode {
  return (
    <Layout frame={frame} title="Reference lists" back={{ text: 'My organisation', href: '/organisation' }}>
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Reference lists</h1>
      <p class="govuk-body">
        Your returns are checked against these lists when you send them. Where you keep no list, the check leaves the
        rule out and says so.
      </p>
      {dataTable({
        caption: 'Lists',
        head: [{ text: 'List' }, { text: 'Codes', format: 'numeric' }, { text: 'Last change' }, { text: 'Used by' }],
        rows: rows.map(({ kind, entries, state, asking }) => [
          {
            html: html(
              <a class="govuk-link" href={addressOf(kind)}>
                {kind.title}
              </a>,
            ),
          },
          { text: entries.toLocaleString('en-GB'), format: 'numeric' },
          { text: state ? `${momentInWords(state.changedAt)} by ${state.changedBy}` : 'Not kept yet' },
          { html: html(<UsedBy asking={asking} />) },
        ]),
      })}
    </Layout>
  );
}

export function UsedBy({ asking }: Pick<ListRow, 'asking'>): VNode {
  if (asking.length === 0) return <>No template yet</>;
  return (
    <>
      {asking.flatMap(({ template, edition, title }, index) => [
        ...(index > 0 ? [<br />] : []),
        <a class="govuk-link" href={`/templates/${template}/${edition}`}>
          {title}, edition {edition}
        </a>,
      ])}
    </>
  );
}
