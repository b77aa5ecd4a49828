import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { withNext } from '../model.ts';
import type { PhoneWay } from '../sign-in/phone-codes.ts';
import { CodeField, MessagesStayHere, NextField, OneThing } from './account-parts.tsx';
import { PasskeyForm } from './passkey.tsx';
import { OTHERS } from './step.tsx';

export type ConfirmWay = 'password' | 'passkey' | 'app' | 'phone';

interface ConfirmProps {
  readonly frame: Frame;
  /** Absent for who has none. */
  readonly way: ConfirmWay | undefined;
  readonly ways: readonly ConfirmWay[];
  readonly next: string | undefined;
  /** The number on record, masked. */
  readonly number: string | undefined;
  readonly onItsWay: PhoneWay | undefined;
  readonly messagesStayHere: boolean;
  readonly error?: string;
}

const WORDS: Readonly<Record<ConfirmWay, string>> = { ...OTHERS, password: 'Use your password' };
const FIELDS: Readonly<Record<ConfirmWay, string>> = {
  password: '#password',
  passkey: '#passkey',
  app: '#code',
  phone: '#code',
};

/** Asks somebody who is signed in to prove anew who they are. */
export function ConfirmPage(props: ConfirmProps): VNode {
  const { frame, way, ways, next, error, onItsWay } = props;
  const field = way === undefined ? '#' : way === 'phone' && onItsWay === undefined ? '#send' : FIELDS[way];
  return (
    <OneThing
      frame={frame}
      title="Confirm that it is you"
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
                  <a class="govuk-link" href={withNext(`/confirm?way=${other}`, next)}>
                    {WORDS[other]}
                  </a>
                </li>
              ))}
          </ul>
        </>
      ) : null}
    </OneThing>
  );
}

function OneWay(props: ConfirmProps): VNode {
  const { frame, way, next, error } = props;
  switch (way) {
    case 'password':
      return (
        <Prove {...props} action="/confirm/password">
          {govuk('passwordInput', {
            id: 'password',
            name: 'password',
            autocomplete: 'current-password',
            label: { text: 'Password' },
            ...(error === undefined ? {} : { errorMessage: { text: error } }),
          })}
        </Prove>
      );
    case 'passkey':
      return (
        <PasskeyForm
          frame={frame}
          act="use"
          action="/confirm/passkey"
          options="/confirm/passkey/options"
          next={next}
          button="Use your passkey"
          instead="Use another way, or sign out and in again."
        />
      );
    case 'app':
      return (
        <Prove {...props} action="/confirm/app">
          <CodeField label="Code" hint="The 6 digits that your authenticator app shows now." error={error} />
        </Prove>
      );
    case 'phone':
      return <ByPhone {...props} />;
    default:
      return <p class="govuk-body">There is nothing here to prove it by. Sign out, then sign in again.</p>;
  }
}

function Prove({
  frame,
  next,
  action,
  children,
}: Pick<ConfirmProps, 'frame' | 'next'> & { action: string; children: VNode }): VNode {
  return (
    <form method="post" action={action} novalidate>
      <CsrfField frame={frame} />
      <NextField next={next} />
      {children}
      {govuk('button', { text: 'Continue', preventDoubleClick: true })}
    </form>
  );
}

function ByPhone(props: ConfirmProps): VNode {
  const { frame, next, number, onItsWay, messagesStayHere, error } = props;
  return (
    <>
      <p class="govuk-body" role="status">
        {onItsWay === undefined ? `We send a code to ${number}.` : `We sent a code to ${number}.`}
      </p>
      {messagesStayHere ? <MessagesStayHere /> : null}
      {onItsWay === undefined ? null : (
        <Prove {...props} action="/confirm/phone">
          <CodeField label="Code" hint="6 digits. It is good for 10 minutes." error={error} />
        </Prove>
      )}
      <form method="post" action="/confirm/phone/send">
        <CsrfField frame={frame} />
        <NextField next={next} />
        <div class="govuk-button-group">
          {govuk('button', {
            text: onItsWay === undefined ? 'Send code' : 'Send a new code',
            name: 'by',
            value: 'text',
            preventDoubleClick: true,
            ...(onItsWay === undefined ? { id: 'send' } : { classes: 'govuk-button--secondary' }),
          })}
          {govuk('button', {
            text: 'Call me',
            name: 'by',
            value: 'call',
            classes: 'govuk-button--secondary',
            preventDoubleClick: true,
          })}
        </div>
      </form>
    </>
  );
}
