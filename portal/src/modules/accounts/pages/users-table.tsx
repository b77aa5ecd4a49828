import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { dayInWords, momentInWords } from '../../../ui/words.ts';
import { lastDay } from '../users/day.ts';
import type { UserRow } from '../users/queries.ts';

export interface TableProps {
  readonly frame: Frame;
  readonly rows: readonly UserRow[];
  /** Whose page it is. */
  readonly viewerId: number;
  readonly now: Date;
}

/** The people with what an administrator does about them. */
export function usersTable(props: TableProps): VNode {
  return dataTable({
    caption: 'People of your organisation, by name',
    head: [
      { text: 'Name' },
      { text: 'Job title(s)' },
      { text: 'Role' },
      { text: 'Login' },
      { text: 'Last sign-in' },
      { text: 'Status' },
      { text: 'Change' },
    ],
    rows: props.rows.map((row) => [
      { text: row.id === props.viewerId ? `${row.name} (you)` : row.name },
      { html: html(<Lines texts={row.jobTitles} />) },
      { html: html(<Lines texts={row.permissions.length > 0 ? row.permissions : ['Standard user']} />) },
      { html: html(<Address email={row.email} />) },
      { text: row.lastSignIn === null ? 'Not yet' : momentInWords(row.lastSignIn) },
      { html: html(<Status row={row} now={props.now} />) },
      { html: html(<Changes row={row} {...props} />) },
    ]),
  });
}

function Lines({ texts }: { texts: readonly string[] }): VNode {
  return <>{texts.flatMap((text, index) => (index > 0 ? [<br />, text] : [text]))}</>;
}

/** An address may break where it is not mistaken for a shorter one. */
function Address({ email }: { email: string }): VNode {
  return <>{email.split(/(?=@)|(?<=[.])/).flatMap((part, index) => (index > 0 ? [<wbr />, part] : [part]))}</>;
}

function Status({ row, now }: { row: UserRow; now: Date }): VNode {
  if (row.endsAt !== null && row.endsAt <= now)
    return govuk('tag', { text: `Ended on ${dayInWords(lastDay(row.endsAt))}`, classes: 'govuk-tag--grey' });
  const state = row.signedUp
    ? { text: 'Active', classes: 'govuk-tag--green' }
    : { text: 'Invited', classes: 'govuk-tag--yellow' };
  return (
    <>
      {govuk('tag', state)}
      {row.endsAt === null ? null : (
        <>
          <br />
          Ends on {dayInWords(lastDay(row.endsAt))}
        </>
      )}
    </>
  );
}

function Changes({ row, viewerId, frame }: TableProps & { row: UserRow }): VNode {
  const link = (path: string, text: string, rest: string, hint: string): VNode => (
    <li>
      <a class="govuk-link" href={`/organisation/users/${row.id}${path}`} title={hint}>
        {text}
        <span class="govuk-visually-hidden">{rest}</span>
      </a>
    </li>
  );
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {link('', 'Edit', ` ${row.name}`, 'Change job titles, permissions and how long access lasts')}
      {row.signedUp ? (
        link(
          '/reset-password',
          'Reset password',
          ` of ${row.name}`,
          'Send a link to choose a new password, and end the sessions',
        )
      ) : (
        <li>
          <form method="post" action={`/organisation/users/${row.id}/invitation`}>
            <CsrfField frame={frame} />
            {govuk('button', {
              html: html(
                <>
                  Invite
                  <span class="govuk-visually-hidden">{` ${row.name}`}</span> again
                </>,
              ),
              classes: 'govuk-button--secondary govuk-!-margin-bottom-1',
              preventDoubleClick: true,
            })}
          </form>
        </li>
      )}
      {row.id === viewerId
        ? null
        : link('/delete', 'Delete', ` ${row.name}`, 'End the access to this organisation at once')}
    </ul>
  );
}
