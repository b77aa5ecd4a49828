import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import type { NewSecret } from '../factors/apps.ts';
import { withNext } from '../model.ts';
import { AppFields, ScanSecret } from './account-app.tsx';
import { NextField, OneThing, TrustField } from './account-parts.tsx';
import { NewNumber, type NewNumberProps, numberError } from './account-phone.tsx';

interface SetUpProps {
  readonly frame: Frame;
  readonly next: string | undefined;
}

/** Chooses the first second step. */
export function SetUpPage({ frame, next }: SetUpProps): VNode {
  return (
    <OneThing frame={frame} title="Set up a second step">
      <p class="govuk-body">
        A password can be guessed or stolen. So when you sign in, we also ask for something that only you have. Choose
        what suits you; you can add others later, and passkeys, too.
      </p>
      <ul class="govuk-list govuk-list--spaced">
        <li>
          <a class="govuk-link govuk-!-font-weight-bold" href={withNext('/sign-in/set-up/app', next)}>
            An authenticator app
          </a>
          <br />
          On your phone or computer. It works without a network.
        </li>
        <li>
          <a class="govuk-link govuk-!-font-weight-bold" href={withNext('/sign-in/set-up/phone', next)}>
            A phone number
          </a>
          <br />
          We send you a code by text message or call.
        </li>
      </ul>
      <form method="post" action="/sign-in/step/cancel">
        <CsrfField frame={frame} />
        {govuk('button', { text: 'Cancel', classes: 'govuk-button--secondary' })}
      </form>
    </OneThing>
  );
}

interface SetUpAppProps extends SetUpProps {
  readonly secret: NewSecret;
  readonly name?: string;
  readonly error?: string;
}

export function SetUpAppPage({ frame, next, secret, name, error }: SetUpAppProps): VNode {
  return (
    <OneThing
      frame={frame}
      title="Set up an authenticator app"
      back={backTo(next)}
      error={error === undefined ? undefined : { text: error, href: '#code' }}
    >
      <ScanSecret secret={secret} />
      <form method="post" action="/sign-in/set-up/app" novalidate>
        <CsrfField frame={frame} />
        <NextField next={next} />
        <AppFields secret={secret} name={name} error={error} />
        <TrustField />
        {govuk('button', { text: 'Continue', preventDoubleClick: true })}
      </form>
    </OneThing>
  );
}

export function SetUpPhonePage(props: NewNumberProps): VNode {
  return (
    <OneThing frame={props.frame} title="Set up a phone number" back={backTo(props.next)} error={numberError(props)}>
      <NewNumber {...props} send="/sign-in/set-up/phone" check="/sign-in/set-up/phone/code" more={<TrustField />} />
    </OneThing>
  );
}

function backTo(next: string | undefined) {
  return { text: 'Back', href: withNext('/sign-in/set-up', next) };
}
