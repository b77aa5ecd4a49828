import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { CODES, leftInWords } from '../factors/recovery-codes.ts';
import { NextField, OneThing, TO_ACCOUNT } from './account-parts.tsx';

interface RecoveryCodesProps {
  readonly frame: Frame;
  readonly left: number;
  readonly next: string | undefined;
}

/** Before codes are made: the ones from before end with it. */
export function RecoveryCodesPage({ frame, left, next }: RecoveryCodesProps): VNode {
  return (
    <OneThing frame={frame} title="Recovery codes" {...(next === undefined && { back: TO_ACCOUNT })}>
      <p class="govuk-body">
        If you lose your phone or your passkey, a recovery code lets you in instead. You get {CODES} codes; each works
        once. They are shown once, so have paper or a safe place ready.
      </p>
      {left === 0
        ? null
        : govuk('warningText', {
            text: `${leftInWords(left)} New ones take their place.`,
            iconFallbackText: 'Warning',
          })}
      <form method="post" action="/account/recovery-codes">
        <CsrfField frame={frame} />
        <NextField next={next} />
        <div class="govuk-button-group">
          {govuk('button', { text: 'Make recovery codes', preventDoubleClick: true })}
          <a class="govuk-link" href={next ?? '/account'}>
            Not now
          </a>
        </div>
      </form>
    </OneThing>
  );
}

interface MadeCodesProps {
  readonly frame: Frame;
  readonly codes: readonly string[];
  readonly next: string | undefined;
}

/** The codes, this once: to print, to copy, to save as a file. */
export function MadeCodesPage({ frame, codes, next }: MadeCodesProps): VNode {
  const text = `Recovery codes for Garner\n\n${codes.join('\n')}\n\nEach works once.\n`;
  return (
    <OneThing frame={frame} title="Your recovery codes" scripts={['codes.js']}>
      <p class="govuk-body">Keep these codes where only you can get at them. We cannot show them again.</p>
      <ul class="govuk-list" id="codes">
        {codes.map((code) => (
          <li>
            <code class="garner-code">{code}</code>
          </li>
        ))}
      </ul>
      <div class="garner-no-print">
        <p class="govuk-body">
          <a
            class="govuk-link"
            download="garner-recovery-codes.txt"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          >
            Save as a text file
          </a>
        </p>
        <div id="codes-actions" hidden>
          <div class="govuk-button-group">
            {govuk('button', { text: 'Copy', type: 'button', id: 'copy-codes', classes: 'govuk-button--secondary' })}
            {govuk('button', { text: 'Print', type: 'button', id: 'print-codes', classes: 'govuk-button--secondary' })}
          </div>
        </div>
        <p class="govuk-body" id="codes-copied" role="status" />
        {govuk('button', { text: 'I have kept them', href: next ?? '/account' })}
      </div>
    </OneThing>
  );
}
