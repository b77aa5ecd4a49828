import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { pagination } from '../../../ui/pagination.ts';
import { count } from '../../../ui/words.ts';
import type { Permission } from '../model.ts';
import type { UsersFilter, UsersPage } from '../users/queries.ts';
import type { Done } from '../users/words.ts';
import { DoneBanner } from './users-done.tsx';
import { type TableProps, usersTable } from './users-table.tsx';

interface Props extends UsersPage, Omit<TableProps, 'rows'> {
  readonly frame: Frame;
  readonly organisation: string;
  readonly filter: UsersFilter;
  /** Permissions that people of this organisation can have. */
  readonly offered: readonly Permission[];
  /** Acts that wait for a second person. */
  readonly waiting: number;
  readonly done: { readonly what: Done; readonly name: string | undefined } | undefined;
}

/** The people of the organisation, ten on a page, as the field's guide lays it out. */
export function ManageUsersPage(props: Props): VNode {
  const { frame, organisation, filter, rows, paging, waiting, done } = props;
  const filtered = filter.search !== '' || filter.permission !== '';
  return (
    <Layout frame={frame} title="Manage users" back={{ text: 'My organisation', href: '/organisation' }}>
      {done ? <DoneBanner {...done} /> : null}
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Manage users</h1>
      {waiting > 0 ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/organisation/acts">
            {count(waiting, 'act waits', 'acts wait')} for a second person
          </a>
        </p>
      ) : null}
      <div class="govuk-button-group">
        {govuk('button', { text: 'Add user', href: '/organisation/users/add' })}
        <a class="govuk-link" href="/organisation/users/import">
          Add people from a file
        </a>
      </div>
      <FilterForm {...props} />
      {rows.length === 0 ? (
        <p class="govuk-body">Nobody matches. Try a part of the name or of the e-mail address.</p>
      ) : (
        <>
          <p class="govuk-body">
            {filtered
              ? `${count(paging.total, 'person matches', 'people match')}`
              : count(paging.total, 'person', 'people')}
          </p>
          {usersTable(props)}
        </>
      )}
      {pagination(paging, (page) => address(filter, page), 'Pages of users')}
      {govuk('details', { summaryText: 'What edit, reset password and delete do', html: html(<WhatTheyDo />) })}
    </Layout>
  );
}

function FilterForm({ filter, offered }: Props): VNode {
  return (
    <form method="get" action="/organisation/users" class="govuk-!-margin-bottom-4">
      {govuk('input', {
        id: 'search',
        name: 'search',
        label: { text: 'Name or e-mail address' },
        classes: 'govuk-input--width-20',
        value: filter.search,
        spellcheck: false,
      })}
      {govuk('select', {
        id: 'permission',
        name: 'permission',
        label: { text: 'Permission' },
        items: [
          { value: '', text: 'Any', selected: filter.permission === '' },
          ...offered.map((one) => ({ value: one, text: one, selected: filter.permission === one })),
        ],
      })}
      <div class="govuk-button-group">
        {govuk('button', { text: 'Search', classes: 'govuk-button--secondary' })}
        {filter.search !== '' || filter.permission !== '' ? (
          <a class="govuk-link" href="/organisation/users">
            Show everybody
          </a>
        ) : null}
      </div>
    </form>
  );
}

function address({ search, permission }: UsersFilter, page: number): string {
  return `/organisation/users?${new URLSearchParams({ search, permission, page: String(page) })}`;
}

function WhatTheyDo(): VNode {
  return (
    <dl class="govuk-body">
      <dt class="govuk-!-font-weight-bold">Edit</dt>
      <dd>Change job titles, permissions, phone number and how long the access lasts; reset the second steps.</dd>
      <dt class="govuk-!-font-weight-bold">Reset password</dt>
      <dd>The person gets a link to choose a new password, good for one hour. Their sessions end.</dd>
      <dt class="govuk-!-font-weight-bold">Invite again</dt>
      <dd>The person gets a new link to begin with, good for 7 days. The one before is of no use any more.</dd>
      <dt class="govuk-!-font-weight-bold">Delete</dt>
      <dd>The access to your organisation ends at once. What the person did stays on record under their name.</dd>
    </dl>
  );
}
