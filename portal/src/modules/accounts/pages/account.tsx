import type { VNode } from 'preact';
import { govuk, html, type SummaryListRow } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { momentInWords } from '../../../ui/words.ts';
import type { AccountFacts } from '../factors/account.ts';
import { FEW, leftInWords } from '../factors/recovery-codes.ts';
import type { Done } from './account-done.ts';
import { DoneBanner } from './account-parts.tsx';

interface AccountProps {
  readonly frame: Frame;
  /** With the number masked. */
  readonly account: AccountFacts;
  readonly done: Done | undefined;
}

/** "Your account". */
export function AccountPage({ frame, account, done }: AccountProps): VNode {
  const { apps, passkeys, phone, recoveryCodes } = account;
  const any = apps.length + passkeys.length + (phone === undefined ? 0 : 1) > 0;
  return (
    <Layout frame={frame} title="Your account">
      <DoneBanner done={done} />
      <h1 class="govuk-heading-l">Your account</h1>
      {any
        ? null
        : govuk('warningText', {
            text: 'You have no second step. Add one now, or you cannot sign in again.',
            iconFallbackText: 'Warning',
          })}
      {any && recoveryCodes <= FEW
        ? govuk('insetText', {
            html: html(
              <>
                {leftInWords(recoveryCodes)}{' '}
                <a class="govuk-link" href="/account/recovery-codes">
                  Make recovery codes
                </a>
              </>,
            ),
          })
        : null}
      <h2 class="govuk-heading-m">Your details</h2>
      {govuk('summaryList', { rows: detailRows(account) })}
      <h2 class="govuk-heading-m">Second step</h2>
      {govuk('summaryList', { rows: stepRows(account) })}
      <h2 class="govuk-heading-m">Sessions and organisations</h2>
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href="/account/sessions">
            Where you are signed in, and trusted browsers
          </a>
        </li>
        <li>
          <a class="govuk-link" href="/account/organisations">
            Your organisations
          </a>
        </li>
      </ul>
    </Layout>
  );
}

function detailRows({ name, email, hasPassword, passwordChangedAt, passkeyOnly }: AccountFacts): SummaryListRow[] {
  const password = passkeyOnly
    ? 'Set aside: you sign in with a passkey only'
    : !hasPassword
      ? 'None'
      : passwordChangedAt
        ? `Changed on ${momentInWords(passwordChangedAt)}`
        : 'Set';
  return [
    row('Name', name, action('Change', '/account/name', 'name')),
    row('E-mail address', email, action('Change', '/account/address', 'e-mail address')),
    row('Password', password, ...(hasPassword ? [action('Change', '/account/password', 'password')] : [])),
  ];
}

function stepRows({ phone, apps, passkeys, passkeyOnly, recoveryCodes }: AccountFacts): SummaryListRow[] {
  return [
    ...passkeys.map(({ id, name, createdAt, usedAt }) =>
      row(
        `Passkey: ${name}`,
        `Added on ${momentInWords(createdAt)}. ${usedAt ? `Last used on ${momentInWords(usedAt)}.` : 'Not used yet.'}`,
        action('Remove', `/account/passkeys/remove?id=${id}`, `passkey ${name}`),
      ),
    ),
    row(
      'Passkeys',
      passkeys.length === 0 ? 'None' : String(passkeys.length),
      action('Add', '/account/passkeys/add', 'a passkey'),
    ),
    ...(passkeys.length > 0 || passkeyOnly
      ? [
          row(
            'Sign in with a passkey only',
            passkeyOnly ? 'Yes' : 'No',
            action('Change', '/account/passkeys/only', 'whether you sign in with a passkey only'),
          ),
        ]
      : []),
    ...apps.map(({ id, name, createdAt }) =>
      row(
        `App: ${name}`,
        `Added on ${momentInWords(createdAt)}.`,
        action('Remove', `/account/apps/remove?id=${id}`, `authenticator app ${name}`),
      ),
    ),
    row(
      'Authenticator apps',
      apps.length === 0 ? 'None' : String(apps.length),
      action('Add', '/account/apps/add', 'an authenticator app'),
    ),
    row(
      'Phone number',
      phone ?? 'None',
      action(phone === undefined ? 'Add' : 'Change', '/account/phone', 'phone number'),
      ...(phone === undefined ? [] : [action('Remove', '/account/phone/remove', 'phone number')]),
    ),
    row(
      'Recovery codes',
      `${recoveryCodes} left`,
      action('Make new ones', '/account/recovery-codes', 'recovery codes'),
    ),
  ];
}

function row(key: string, value: string, ...items: ReturnType<typeof action>[]): SummaryListRow {
  return { key: { text: key }, value: { text: value }, actions: { items } };
}

function action(text: string, href: string, about: string) {
  return { text, href, visuallyHiddenText: about };
}
