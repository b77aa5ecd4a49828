import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import type { Done } from '../users/words.ts';
import { Points } from './users-confirm.tsx';
import { DoneBanner } from './users-done.tsx';

interface Props {
  readonly frame: Frame;
  readonly organisation: string;
  readonly twoPerson: boolean;
  readonly done: Done | undefined;
}

/** What the rule is about. */
export function TwoPersonWords(): VNode {
  return (
    <>
      <p class="govuk-body">
        Under this rule another Organisation Administrator or an Approver must agree, within 7 days, before any of these
        is done:
      </p>
      <Points
        points={[
          'deleting a person',
          'giving somebody the permission Organisation Administrator, Approver or Collector Administrator',
          'resetting somebody’s second steps',
          'switching this rule off',
        ]}
      />
    </>
  );
}

/** How the organisation wants its people managed. */
export function OrganisationSettingsPage({ frame, organisation, twoPerson, done }: Props): VNode {
  return (
    <Layout frame={frame} title="Settings" back={{ text: 'My organisation', href: '/organisation' }}>
      {done ? <DoneBanner what={done} name={undefined} /> : null}
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Settings</h1>
      {govuk('summaryList', {
        rows: [
          {
            key: { text: 'Two people for dangerous acts' },
            value: { text: twoPerson ? 'On: a second person must agree' : 'Off: one person is enough' },
            actions: {
              items: [
                {
                  href: '/organisation/settings/two-person',
                  text: twoPerson ? 'Switch off' : 'Switch on',
                  visuallyHiddenText: 'two people for dangerous acts',
                },
              ],
            },
          },
        ],
      })}
      <TwoPersonWords />
      <p class="govuk-body">
        <a class="govuk-link" href="/organisation/acts">
          Acts that need two people
        </a>
      </p>
    </Layout>
  );
}
