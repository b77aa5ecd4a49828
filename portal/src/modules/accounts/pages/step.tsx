import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { withNext } from '../model.ts';
import type { PhoneWay } from '../sign-in/phone-codes.ts';
import type { Way } from '../sign-in/ways.ts';
import { NextField, OneThing, TrustField } from './account-parts.tsx';
import { PasskeyForm } from './passkey.tsx';

export interface StepProps {
  readonly frame: Frame;
  readonly way: Way;
  readonly ways: readonly Way[];
  readonly next: string | undefined;
  /** The number on record, masked. */
  readonly number: string | undefined;
  /** How a code was sent that is still good. */
  readonly onItsWay: PhoneWay | undefined;
  /** No message leaves this computer: the development page shows them. */
  readonly messagesStayHere: boolean;
  readonly error?: string;
}

/** Each way as a link to it says it. */
export const OTHERS: Readonly<Record<Way, string>> = {
  passkey: 'Use a passkey',
  app: 'Use your authenticator app',
  phone: 'Get a code by text message or call',
  recovery: 'Use a recovery code',
};

/** The second step: one way open, the others as links. */
export function StepPage(props: StepProps): VNode {
  const { frame, way, ways, next, error, onItsWay } = props;
  const field = way === 'passkey' ? '#passkey' : way === 'phone' && onItsWay === undefined ? '#send' : '#code';
  return (
    <OneThing
      frame={frame}
      title="We need to verify who you are"
      scripts={way === 'passkey' ? ['passkey.js'] : []}
      error={error === undefined ? undefined : { text: error, href: field }}
    >
      <OneWay {...props} />
      {ways.length > 1 ? (
        <>
          <h2 class="govuk-heading-s">Another way</h2>
          <ul class="govuk-list">
            {ways
              .filter((other) => other !== way)
              .map((other) => (
                <li>
                  <a class="govuk-link" href={withNext(`/sign-in/step?way=${other}`, next)}>
                    {OTHERS[other]}
                  </a>
                </li>
              ))}
          </ul>
        </>
      ) : null}
      <form method="post" action="/sign-in/step/cancel">
        <CsrfField frame={frame} />
        {govuk('button', { text: 'Cancel', classes: 'govuk-button--secondary' })}
      </form>
    </OneThing>
  );
}

function OneWay(props: StepProps): VNode {
  switch (props.way) {
    case 'phone':
      return <ByPhone {...props} />;
    case 'app':
      return (
        <CodeForm
          {...props}
          action="/sign-in/step/app"
          label="Code"
          hint="The 6 digits that your authenticator app shows now."
          numeric
        />
      );
    case 'recovery':
      return (
        <CodeForm
          {...props}
          action="/sign-in/step/recovery"
          label="Recovery code"
          hint="One of the codes you kept, such as x7kd-90pt-4wqm. Each works once."
        />
      );
    case 'passkey':
      return (
        <PasskeyForm
          frame={props.frame}
          act="use"
          action="/sign-in/step/passkey"
          options="/sign-in/step/passkey/options"
          next={props.next}
          button="Use your passkey"
          instead={props.ways.length > 1 ? 'Use another way.' : 'Switch it on, or ask an administrator for help.'}
        >
          <TrustField />
        </PasskeyForm>
      );
  }
}

/** "Send code", "Call me", then the code and "Send a new code". */
function ByPhone(props: StepProps): VNode {
  const { number, onItsWay, messagesStayHere } = props;
  return (
    <>
      <p class="govuk-body">
        We need to send you a code by text message or call, to the number we have on record. If it is no longer yours,
        ask an administrator of your organisation to change it.
      </p>
      {govuk('summaryList', { rows: [{ key: { text: 'Phone number' }, value: { text: number ?? '' } }] })}
      {messagesStayHere
        ? govuk('insetText', {
            html: 'No message leaves this demonstration. <a class="govuk-link" href="/development/messages">See what would have been sent</a>.',
          })
        : null}
      {onItsWay === undefined ? (
        <div class="govuk-button-group">
          <Send {...props} by="text" words="Send code" primary />
          <Send {...props} by="call" words="Call me" />
        </div>
      ) : (
        <>
          <p class="govuk-body" role="status">
            {onItsWay === 'text'
              ? 'Code sent. Read the message on your phone and enter the code below.'
              : 'We are calling you. Listen to the code and enter it below.'}
          </p>
          <CodeForm
            {...props}
            action="/sign-in/step/phone"
            label="Code"
            hint="6 digits. It is good for 10 minutes."
            numeric
          />
          <div class="govuk-button-group">
            <Send {...props} by="text" words="Send a new code" />
            <Send {...props} by="call" words="Call me" />
          </div>
        </>
      )}
    </>
  );
}

interface SendProps extends StepProps {
  readonly by: PhoneWay;
  readonly words: string;
  readonly primary?: boolean;
}

function Send({ frame, next, by, words, primary = false }: SendProps): VNode {
  return (
    <form method="post" action="/sign-in/step/send">
      <CsrfField frame={frame} />
      <NextField next={next} />
      <input type="hidden" name="by" value={by} />
      {govuk('button', {
        text: words,
        preventDoubleClick: true,
        ...(primary ? { id: 'send' } : { classes: 'govuk-button--secondary' }),
      })}
    </form>
  );
}

interface CodeFormProps extends StepProps {
  readonly action: string;
  readonly label: string;
  readonly hint: string;
  readonly numeric?: boolean;
}

/** A field for a code, "Trust this browser" and "Continue". */
export function CodeForm({ frame, next, error, action, label, hint, numeric = false }: CodeFormProps): VNode {
  return (
    <form method="post" action={action} novalidate>
      <CsrfField frame={frame} />
      <NextField next={next} />
      {govuk('input', {
        id: 'code',
        name: 'code',
        label: { text: label },
        hint: { text: hint },
        classes: 'govuk-input--width-10',
        autocomplete: numeric ? 'one-time-code' : 'off',
        spellcheck: false,
        ...(numeric ? { inputmode: 'numeric' } : {}),
        ...(error === undefined ? {} : { errorMessage: { text: error } }),
      })}
      <TrustField />
      {govuk('button', { text: 'Continue', preventDoubleClick: true })}
    </form>
  );
}
