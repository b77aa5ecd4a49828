import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { Narrow } from '../../../ui/narrow.tsx';
import type { LinkKind } from '../links/links.ts';
import { PASSWORD_LEAST } from '../password-policy.ts';
import { TO_ACCOUNT } from './account-parts.tsx';

interface ForgottenProps {
  readonly frame: Frame;
  readonly email?: string;
  readonly error?: string;
}

/** Asks for the address; what follows never tells whether it has an account. */
export function ForgottenPage({ frame, email = '', error }: ForgottenProps): VNode {
  return (
    <Narrow
      frame={frame}
      title="Forgotten password"
      errors={error === undefined ? [] : [{ text: error, href: '#email' }]}
    >
      <p class="govuk-body">
        Enter your e-mail address. If it has an account, we send it a link to choose a new password.
      </p>
      <form method="post" action="/forgotten-password" novalidate>
        <CsrfField frame={frame} />
        {govuk('input', {
          id: 'email',
          name: 'email',
          type: 'email',
          autocomplete: 'username',
          spellcheck: false,
          label: { text: 'E-mail address' },
          value: email,
          ...(error === undefined ? {} : { errorMessage: { text: error } }),
        })}
        {govuk('button', { text: 'Send the link', preventDoubleClick: true })}
      </form>
    </Narrow>
  );
}

export function SentPage({ frame, demo }: { frame: Frame; demo: boolean }): VNode {
  return (
    <Narrow frame={frame} title="Check your e-mail">
      <p class="govuk-body">
        If the address has an account, we have sent it a link. It is good for an hour, and works once. If nothing comes,
        look among unwanted mail, or ask an administrator of your organisation which address you have here.
      </p>
      {demo ? (
        <p class="govuk-body">
          No mail leaves this demonstration.{' '}
          <a class="govuk-link" href="/development/messages">
            See what would have been sent
          </a>
          .
        </p>
      ) : null}
    </Narrow>
  );
}

interface NewPasswordProps {
  readonly frame: Frame;
  readonly kind: 'invitation' | 'password';
  /** Where the form goes. */
  readonly address: string;
  readonly link: {
    readonly name: string;
    readonly email: string;
    readonly organisationName: string | null;
    readonly passwordHash: string | null;
  };
  readonly fault?: { readonly field: 'password' | 'again'; readonly message: string };
}

/** A new password, twice; for an invitation to somebody who has an account, one button. */
export function NewPasswordPage({ frame, kind, address, link, fault }: NewPasswordProps): VNode {
  const invited = kind === 'invitation';
  const title = invited ? `Welcome to Garner, ${link.name}` : 'Choose a new password';
  const errors = fault ? [{ text: fault.message, href: `#${fault.field}` }] : [];
  const errorAt = (field: string) => (fault?.field === field ? { errorMessage: { text: fault.message } } : {});
  return (
    <Narrow frame={frame} title={title} errors={errors}>
      {invited ? <p class="govuk-body">You have been given access for {link.organisationName}.</p> : null}
      <form method="post" action={address} novalidate>
        <CsrfField frame={frame} />
        {invited && link.passwordHash !== null ? (
          <>
            <p class="govuk-body">You have an account already. Take the invitation, then sign in as you always do.</p>
            <input type="hidden" name="password" value="" />
            <input type="hidden" name="again" value="" />
            {govuk('button', { text: 'Take the invitation', preventDoubleClick: true })}
          </>
        ) : (
          <>
            <input type="hidden" autocomplete="username" value={link.email} />
            {govuk('passwordInput', {
              id: 'password',
              name: 'password',
              autocomplete: 'new-password',
              label: { text: 'New password' },
              hint: {
                text: `At least ${PASSWORD_LEAST} characters of any kind. Three words that do not belong together are easy to keep in mind.`,
              },
              ...errorAt('password'),
            })}
            {govuk('passwordInput', {
              id: 'again',
              name: 'again',
              autocomplete: 'new-password',
              label: { text: 'The same password again' },
              ...errorAt('again'),
            })}
            {govuk('button', { text: 'Continue', preventDoubleClick: true })}
          </>
        )}
      </form>
    </Narrow>
  );
}

interface OwnPasswordProps {
  readonly frame: Frame;
  readonly fault?: { readonly field: 'current' | 'password' | 'again'; readonly message: string };
}

/** The password one has, and a new one, twice. */
export function OwnPasswordPage({ frame, fault }: OwnPasswordProps): VNode {
  const field = (id: 'current' | 'password' | 'again', text: string, autocomplete: string, hint?: string): VNode =>
    govuk('passwordInput', {
      id,
      name: id,
      autocomplete,
      label: { text },
      ...(hint === undefined ? {} : { hint: { text: hint } }),
      ...(fault?.field === id ? { errorMessage: { text: fault.message } } : {}),
    });
  return (
    <Narrow
      frame={frame}
      title="Change your password"
      back={TO_ACCOUNT}
      errors={fault ? [{ text: fault.message, href: `#${fault.field}` }] : []}
    >
      <p class="govuk-body">Your other sessions end, and every browser is asked for the second step again.</p>
      <form method="post" action="/account/password" novalidate>
        <CsrfField frame={frame} />
        {field('current', 'The password you have now', 'current-password')}
        {field('password', 'New password', 'new-password', `At least ${PASSWORD_LEAST} characters of any kind.`)}
        {field('again', 'The new password again', 'new-password')}
        {govuk('button', { text: 'Change password', preventDoubleClick: true })}
      </form>
    </Narrow>
  );
}

interface OwnAddressProps {
  readonly frame: Frame;
  readonly current: string;
  readonly email?: string;
  readonly error?: string;
}

/** Asks for another address to sign in with. */
export function OwnAddressPage({ frame, current, email = '', error }: OwnAddressProps): VNode {
  return (
    <Narrow
      frame={frame}
      title="Change your e-mail address"
      back={TO_ACCOUNT}
      errors={error === undefined ? [] : [{ text: error, href: '#email' }]}
    >
      <p class="govuk-body">
        You sign in with {current}. We send a link to the new address; until you open it, nothing changes.
      </p>
      <form method="post" action="/account/address" novalidate>
        <CsrfField frame={frame} />
        {govuk('input', {
          id: 'email',
          name: 'email',
          type: 'email',
          autocomplete: 'email',
          spellcheck: false,
          label: { text: 'New e-mail address' },
          value: email,
          ...(error === undefined ? {} : { errorMessage: { text: error } }),
        })}
        {govuk('button', { text: 'Send the link', preventDoubleClick: true })}
      </form>
    </Narrow>
  );
}

interface NewAddressProps {
  readonly frame: Frame;
  readonly name: string;
  readonly newEmail: string;
  readonly token: string;
}

/** What the link in the letter to the new address leads to: a button, since looking at a link must change nothing. */
export function NewAddressPage({ frame, name, newEmail, token }: NewAddressProps): VNode {
  return (
    <Narrow frame={frame} title="Confirm your new e-mail address">
      <p class="govuk-body">
        {name}, from now on you will sign in with {newEmail}.
      </p>
      <form method="post" action={`/new-address/${token}`}>
        <CsrfField frame={frame} />
        {govuk('button', { text: 'Confirm', preventDoubleClick: true })}
      </form>
    </Narrow>
  );
}

const ENDED: Readonly<Record<LinkKind, string>> = {
  invitation: 'Ask the administrator who invited you to send the invitation again.',
  password: 'Ask for a new one.',
  address: 'Change your e-mail address again to get a new one.',
};

/** A link that was used, is too old, or was never made. */
export function LinkEndedPage({ frame, kind }: { frame: Frame; kind: LinkKind }): VNode {
  return (
    <Narrow frame={frame} title="This link does not work any more">
      <p class="govuk-body">Each link works once and for a limited time. {ENDED[kind]}</p>
      {kind === 'password'
        ? govuk('button', { text: 'Forgotten password', href: '/forgotten-password' })
        : govuk('button', { text: 'Sign in', href: '/sign-in' })}
    </Narrow>
  );
}
