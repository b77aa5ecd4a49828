import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, Layout } from '../../../ui/layout.tsx';
import type { UserField } from '../users/fields.ts';
import type { Member } from '../users/members.ts';
import { DoneBanner } from './users-done.tsx';
import { MembershipPart, PersonPart, type UserFormProps } from './users-fields.tsx';

const PLACE: Readonly<Partial<Record<UserField, string>>> = {
  accessUntil: 'until-day',
};

/** Add user, or one user to be changed. */
export function UserFormPage(props: UserFormProps): VNode {
  const { frame, organisation, faults = [], problem, member, done, state } = props;
  const title = member ? 'Update user details' : 'Add a user';
  return (
    <Layout
      frame={frame}
      title={member ? `${title}: ${member.name}` : title}
      error={faults.length > 0 || problem !== undefined}
      back={{ text: 'Manage users', href: '/organisation/users' }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {done ? <DoneBanner {...done} /> : null}
          {faults.length > 0
            ? govuk('errorSummary', {
                titleText: 'There is a problem',
                errorList: faults.map(({ field, message }) => ({ text: message, href: `#${PLACE[field] ?? field}` })),
              })
            : null}
          {problem ? govuk('errorSummary', { titleText: problem.title, descriptionText: problem.message }) : null}
          <span class="govuk-caption-l">{member ? member.name : organisation}</span>
          <h1 class="govuk-heading-l">{title}</h1>
          <p class="govuk-body">All fields need to be filled in unless they are marked “(optional)”.</p>
          <form
            method="post"
            action={member ? `/organisation/users/${member.personId}` : '/organisation/users/add'}
            novalidate
          >
            <CsrfField frame={frame} />
            {state === undefined ? null : <input type="hidden" name="state" value={state} />}
            <PersonPart {...props} />
            <MembershipPart {...props} />
            {govuk('button', { text: member ? 'Save' : 'Add user and send the invitation', preventDoubleClick: true })}
          </form>
          {member ? <OtherChanges {...props} member={member} /> : null}
        </div>
      </div>
    </Layout>
  );
}

function OtherChanges({ frame, member, self }: UserFormProps & { member: Member }): VNode {
  const place = `/organisation/users/${member.personId}`;
  const link = (path: string, text: string): VNode => (
    <li>
      <a class="govuk-link" href={`${place}${path}`}>
        {text}
      </a>
    </li>
  );
  return (
    <>
      <h2 class="govuk-heading-m">More about {member.name}</h2>
      {member.signedUp ? null : (
        <form method="post" action={`${place}/invitation`}>
          <CsrfField frame={frame} />
          {govuk('button', {
            text: 'Send the invitation again',
            classes: 'govuk-button--secondary',
            preventDoubleClick: true,
          })}
        </form>
      )}
      <ul class="govuk-list">
        {member.signedUp ? link('/reset-password', 'Reset password') : null}
        {member.signedUp && !member.elsewhere ? link('/second-steps', 'Reset second steps') : null}
        {self ? null : link('/delete', `Delete ${member.name}`)}
      </ul>
    </>
  );
}
