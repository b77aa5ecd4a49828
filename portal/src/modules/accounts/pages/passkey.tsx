import type { ComponentChildren, VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { withNext } from '../model.ts';
import { NextField, OneThing, TO_ACCOUNT } from './account-parts.tsx';

interface PasskeyFormProps {
  readonly frame: Frame;
  /** 'make' a passkey, or 'use' one. */
  readonly act: 'make' | 'use';
  /** Where the answer goes; what the browser needs for it comes from `options`. */
  readonly action: string;
  readonly options: string;
  readonly next?: string | undefined;
  readonly button: string;
  /** Without JavaScript: what to do instead. */
  readonly instead: string;
  /** More fields. */
  readonly children?: ComponentChildren;
}

/** A button that asks the browser for a passkey. Hidden until the script shows it; without JavaScript it says so. */
export function PasskeyForm(props: PasskeyFormProps): VNode {
  const { frame, act, action, options, next, button, instead, children } = props;
  return (
    <div id="passkey">
      <noscript>
        <p class="govuk-body">A passkey needs JavaScript, which is off in this browser. {instead}</p>
      </noscript>
      <div role="alert" data-passkey-problem="" />
      <form method="post" action={action} data-passkey={act} data-options={options} hidden>
        <CsrfField frame={frame} />
        <NextField next={next} />
        <input type="hidden" name="response" value="" />
        {children}
        {govuk('button', { text: button })}
      </form>
    </div>
  );
}

interface PasskeySignInProps {
  readonly frame: Frame;
  readonly next: string | undefined;
  readonly error?: string;
}

/** Signs in by passkey alone. */
export function PasskeySignInPage({ frame, next, error }: PasskeySignInProps): VNode {
  return (
    <OneThing
      frame={frame}
      title="Sign in with a passkey"
      scripts={['passkey.js']}
      error={error === undefined ? undefined : { text: error, href: '#passkey' }}
    >
      <p class="govuk-body">
        Your device asks for your fingerprint, your face or its PIN. You need no password and no second step.
      </p>
      <PasskeyForm
        frame={frame}
        act="use"
        action="/sign-in/passkey"
        options="/sign-in/passkey/options"
        next={next}
        button="Use a passkey"
        instead="Sign in with your password."
      />
      <p class="govuk-body">
        <a class="govuk-link" href={withNext('/sign-in', next)}>
          Sign in with your e-mail address and password
        </a>
      </p>
    </OneThing>
  );
}

interface NewPasskeyProps {
  readonly frame: Frame;
  readonly name?: string;
  readonly error?: string;
}

/** Adds a passkey to one's account. */
export function NewPasskeyPage({ frame, name = 'Passkey', error }: NewPasskeyProps): VNode {
  return (
    <OneThing
      frame={frame}
      title="Add a passkey"
      back={TO_ACCOUNT}
      scripts={['passkey.js']}
      error={error === undefined ? undefined : { text: error, href: '#passkey' }}
    >
      <p class="govuk-body">
        A passkey is kept by your phone, your computer or a security key. It works with your fingerprint, your face or a
        PIN, and only on this site.
      </p>
      <PasskeyForm
        frame={frame}
        act="make"
        action="/account/passkeys/add"
        options="/account/passkeys/options"
        button="Make a passkey"
        instead="Add an authenticator app or a phone number on your account."
      >
        {govuk('input', {
          id: 'name',
          name: 'name',
          label: { text: 'Name of the passkey' },
          hint: { text: 'So that you know it again, such as “Laptop”.' },
          value: name,
          classes: 'govuk-input--width-20',
          autocomplete: 'off',
          spellcheck: false,
        })}
      </PasskeyForm>
    </OneThing>
  );
}

interface PasskeyOnlyProps {
  readonly frame: Frame;
  readonly has: boolean;
  readonly only: boolean;
}

/** Lets passkeys take the place of the password, or the password be used again. */
export function PasskeyOnlyPage({ frame, has, only }: PasskeyOnlyProps): VNode {
  const title = only ? 'Use your password again?' : 'Sign in with a passkey only?';
  return (
    <OneThing frame={frame} title={title} back={TO_ACCOUNT}>
      {only ? (
        <p class="govuk-body">You can then sign in with your password and a second step, or with a passkey.</p>
      ) : (
        <p class="govuk-body">
          Your password is refused from then on, so nobody can guess or steal it. Have a passkey on two devices, in case
          you lose one.
        </p>
      )}
      {has || only ? (
        <form method="post" action="/account/passkeys/only">
          <CsrfField frame={frame} />
          <input type="hidden" name="only" value={only ? 'no' : 'yes'} />
          <div class="govuk-button-group">
            {govuk('button', { text: only ? 'Use my password again' : 'Use passkeys only', preventDoubleClick: true })}
            <a class="govuk-link" href="/account">
              Leave it as it is
            </a>
          </div>
        </form>
      ) : (
        <p class="govuk-body">
          You have no passkey yet.{' '}
          <a class="govuk-link" href="/account/passkeys/add">
            Add a passkey
          </a>
        </p>
      )}
    </OneThing>
  );
}
