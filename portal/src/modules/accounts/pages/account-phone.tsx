import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { CodeField, MessagesStayHere, NextField, OneThing, TO_ACCOUNT } from './account-parts.tsx';

/** A code is on its way to a new number. */
export interface SentCode {
  readonly sealed: string;
  readonly phone: string;
  /** Masked. */
  readonly number: string;
  readonly messagesStayHere: boolean;
}

export interface NewNumberProps {
  readonly frame: Frame;
  readonly next?: string | undefined;
  readonly typed?: string;
  readonly wrongNumber?: boolean;
  readonly sent?: SentCode;
  /** What is wrong with the code. */
  readonly error?: string;
}

const WRONG_NUMBER = 'Enter a phone number, such as 01632 960 001 or +44 7700 900 982';

/** What is wrong, for the summary of either page. */
export function numberError({ wrongNumber, error }: NewNumberProps) {
  if (wrongNumber) return { text: WRONG_NUMBER, href: '#phone' };
  return error === undefined ? undefined : { text: error, href: '#code' };
}

/** Changes the number that codes are sent to. */
export function AccountPhonePage(props: NewNumberProps): VNode {
  return (
    <OneThing frame={props.frame} title="Your phone number" back={TO_ACCOUNT} error={numberError(props)}>
      <NewNumber {...props} send="/account/phone" check="/account/phone/code" />
    </OneThing>
  );
}

interface Places {
  readonly send: string;
  readonly check: string;
  /** More fields beside the code. */
  readonly more?: VNode;
}

/** Asks for a number or, once a code was sent to it, for the code. */
export function NewNumber(props: NewNumberProps & Places): VNode {
  const { frame, next, sent, error, send, check, more } = props;
  if (!sent) return <AskNumber {...props} />;
  return (
    <>
      <p class="govuk-body" role="status">
        We sent a code to {sent.number}. It is good for 10 minutes.
      </p>
      {sent.messagesStayHere ? <MessagesStayHere /> : null}
      <form method="post" action={check} novalidate>
        <CsrfField frame={frame} />
        <NextField next={next} />
        <input type="hidden" name="sealed" value={sent.sealed} />
        <CodeField label="Code" hint="6 digits." error={error} />
        {more}
        {govuk('button', { text: 'Continue', preventDoubleClick: true })}
      </form>
      <form method="post" action={send}>
        <CsrfField frame={frame} />
        <NextField next={next} />
        <input type="hidden" name="phone" value={sent.phone} />
        <div class="govuk-button-group">
          <SendButton by="text" words="Send a new code" />
          <SendButton by="call" words="Call me" />
        </div>
      </form>
    </>
  );
}

function AskNumber({ frame, next, typed = '', wrongNumber = false, send }: NewNumberProps & Places): VNode {
  return (
    <form method="post" action={send} novalidate>
      <CsrfField frame={frame} />
      <NextField next={next} />
      {govuk('input', {
        id: 'phone',
        name: 'phone',
        type: 'tel',
        autocomplete: 'tel',
        label: { text: 'Phone number' },
        hint: {
          text: 'We send codes to it when you sign in. For a number outside the UK, begin with + and the country.',
        },
        classes: 'govuk-input--width-20',
        value: typed,
        ...(wrongNumber ? { errorMessage: { text: WRONG_NUMBER } } : {}),
      })}
      <div class="govuk-button-group">
        {govuk('button', { text: 'Send code', name: 'by', value: 'text', preventDoubleClick: true })}
        <SendButton by="call" words="Call me" />
      </div>
    </form>
  );
}

function SendButton({ by, words }: { by: 'text' | 'call'; words: string }): VNode {
  return govuk('button', {
    text: words,
    name: 'by',
    value: by,
    classes: 'govuk-button--secondary',
    preventDoubleClick: true,
  });
}
