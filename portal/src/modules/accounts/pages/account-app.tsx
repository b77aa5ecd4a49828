import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import type { NewSecret } from '../factors/apps.ts';
import { CodeField, OneThing, TO_ACCOUNT } from './account-parts.tsx';
import { QrCode } from './account-qr.tsx';

interface AccountAppProps {
  readonly frame: Frame;
  readonly secret: NewSecret;
  readonly name?: string;
  readonly error?: string;
}

/** Adds an authenticator app to one's account. */
export function AccountAppPage({ frame, secret, name, error }: AccountAppProps): VNode {
  return (
    <OneThing
      frame={frame}
      title="Add an authenticator app"
      back={TO_ACCOUNT}
      error={error === undefined ? undefined : { text: error, href: '#code' }}
    >
      <ScanSecret secret={secret} />
      <form method="post" action="/account/apps/add" novalidate>
        <CsrfField frame={frame} />
        <AppFields secret={secret} name={name} error={error} />
        {govuk('button', { text: 'Add the app', preventDoubleClick: true })}
      </form>
    </OneThing>
  );
}

/** How to put the account into the app: a picture to scan, or letters to type. */
export function ScanSecret({ secret }: { secret: NewSecret }): VNode {
  return (
    <>
      <p class="govuk-body">
        An authenticator app shows a new code every 30 seconds, also without a network. If you have none, install one on
        your phone. In the app, add an account and scan this code:
      </p>
      <p>
        <QrCode address={secret.address} words="QR code for your authenticator app; the same key is below as text" />
      </p>
      <p class="govuk-body" id="key">
        Or type this key into the app (time based, 6 digits): <code class="garner-code">{secret.typed}</code>
      </p>
    </>
  );
}

interface AppFieldsProps {
  readonly secret: NewSecret;
  readonly name?: string | undefined;
  readonly error?: string | undefined;
}

export function AppFields({ secret, name = 'Authenticator app', error }: AppFieldsProps): VNode {
  return (
    <>
      <input type="hidden" name="sealed" value={secret.sealed} />
      <CodeField label="Code" hint="The 6 digits that the app shows now." error={error} />
      {govuk('input', {
        id: 'name',
        name: 'name',
        label: { text: 'Name of the app' },
        hint: { text: 'So that you know it again, such as “My phone”.' },
        value: name,
        classes: 'govuk-input--width-20',
        autocomplete: 'off',
        spellcheck: false,
      })}
    </>
  );
}
