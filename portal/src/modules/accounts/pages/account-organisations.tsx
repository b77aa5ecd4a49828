import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { momentInWords } from '../../../ui/words.ts';
import type { MembershipFacts } from '../factors/own-sessions.ts';
import { TO_ACCOUNT } from './account-parts.tsx';

interface AccountOrganisationsProps {
  readonly frame: Frame;
  readonly memberships: readonly MembershipFacts[];
  readonly actingFor: number;
  readonly now: Date;
}

/** The organisations one may act for, with what one may do there. */
export function AccountOrganisationsPage(props: AccountOrganisationsProps): VNode {
  const { frame, memberships, now } = props;
  return (
    <Layout frame={frame} title="Your organisations" back={TO_ACCOUNT}>
      <h1 class="govuk-heading-l">Your organisations</h1>
      {dataTable({
        caption: 'Organisations you belong to',
        head: [
          { text: 'Organisation' },
          { text: 'Permissions' },
          { text: 'Job titles' },
          { text: 'Time' },
          { text: 'Act for it' },
        ],
        rows: memberships.map((one) => [
          { text: one.organisation },
          { text: one.permissions.join(', ') || 'None' },
          { text: one.jobTitles.join(', ') || 'None' },
          { text: timeInWords(one, now) },
          { html: html(<Act {...props} one={one} />) },
        ]),
      })}
      <p class="govuk-body">To change what you may do, ask an administrator of the organisation.</p>
      <p class="govuk-body-s">{frame.signedIn ? `You act for ${frame.signedIn.organisation} now.` : ''}</p>
    </Layout>
  );
}

function timeInWords({ startsAt, endsAt, runs }: MembershipFacts, now: Date): string {
  if (endsAt && endsAt <= now) return `Ended on ${momentInWords(endsAt)}`;
  if (startsAt && startsAt > now) return `From ${momentInWords(startsAt)}`;
  if (!runs) return 'The organisation is closed';
  return endsAt ? `Until ${momentInWords(endsAt)}` : 'No end';
}

function Act({ frame, actingFor, one }: AccountOrganisationsProps & { one: MembershipFacts }): VNode {
  if (one.organisationId === actingFor) return <>You act for it now</>;
  if (!one.runs) return <>Not possible</>;
  return (
    <form method="post" action="/account/switch">
      <CsrfField frame={frame} />
      <input type="hidden" name="organisation" value={String(one.organisationId)} />
      {govuk('button', {
        html: html(
          <>
            Act for this organisation<span class="govuk-visually-hidden">: {one.organisation}</span>
          </>,
        ),
        classes: 'govuk-button--secondary govuk-!-margin-bottom-0',
        preventDoubleClick: true,
      })}
    </form>
  );
}
