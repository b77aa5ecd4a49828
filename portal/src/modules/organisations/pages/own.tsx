import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { KIND_WORDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import type { Relation } from '../relations-store.ts';
import { type NameSpan, namesTable, relationsTable } from './one.tsx';
import { Done, detailRows } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly organisation: Organisation;
  readonly names: readonly NameSpan[];
  readonly relations: readonly Relation[];
  readonly administrators: readonly { readonly name: string; readonly jobTitles: readonly string[] }[];
  readonly permissions: readonly string[];
  readonly done: string | undefined;
}

/** What can be done for an organisation, and with which of these permissions. */
const PLACES: readonly { readonly text: string; readonly href: string; readonly permission: readonly string[] }[] = [
  { text: 'Manage users', href: '/organisation/users', permission: ['Organisation Administrator'] },
  {
    text: 'Requests to decide',
    href: '/organisation/acts',
    permission: ['Organisation Administrator', 'Approver'],
  },
  { text: 'Contact details and names', href: '/organisation/profile', permission: ['Organisation Administrator'] },
  { text: 'Settings', href: '/organisation/settings', permission: ['Organisation Administrator'] },
  {
    text: 'Reference lists',
    href: '/organisation/lists',
    permission: ['Qualifications & Units', 'Auditor', 'Data Submissions'],
  },
  {
    text: 'What happened',
    href: '/organisation/history',
    permission: ['Auditor', 'Organisation Administrator'],
  },
];

/** The asker's own organisation. */
export function MyOrganisationPage(props: Props): VNode {
  const { frame, organisation, names, relations, administrators, permissions, done } = props;
  const places = PLACES.filter(({ permission }) => permission.some((one) => permissions.includes(one)));
  return (
    <Layout frame={frame} title="My organisation">
      <Done words={done} />
      <span class="govuk-caption-l">{KIND_WORDS[organisation.kind]}</span>
      <h1 class="govuk-heading-l">{organisation.name}</h1>
      {places.length === 0 ? null : (
        <ul class="govuk-list govuk-list--spaced garner-no-print">
          {places.map(({ text, href }) => (
            <li>
              <a class="govuk-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
      <h2 class="govuk-heading-m">Details</h2>
      {govuk('summaryList', { rows: detailRows(organisation) })}
      <h2 class="govuk-heading-m">Administrators</h2>
      <Administrators administrators={administrators} />
      <h2 class="govuk-heading-m">Names</h2>
      {namesTable(names)}
      <h2 class="govuk-heading-m">Relations</h2>
      {relationsTable(relations)}
    </Layout>
  );
}

function Administrators({ administrators }: Pick<Props, 'administrators'>): VNode {
  if (administrators.length === 0) {
    return <p class="govuk-body">Nobody administers this organisation yet. Write to your collector to have it done.</p>;
  }
  return (
    <>
      <p class="govuk-body">They give permissions and keep these details:</p>
      <ul class="govuk-list govuk-list--bullet">
        {administrators.map(({ name, jobTitles }) => (
          <li>{jobTitles.length === 0 ? name : `${name} (${jobTitles.join(', ')})`}</li>
        ))}
      </ul>
    </>
  );
}
