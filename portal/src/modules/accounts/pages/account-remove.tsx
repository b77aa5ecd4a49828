import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { OneThing, TO_ACCOUNT } from './account-parts.tsx';

interface AccountRemoveProps {
  readonly frame: Frame;
  /** Such as "the passkey “Laptop”". */
  readonly what: string;
  /** What follows from it. */
  readonly then: string;
  readonly action: string;
  readonly id?: string;
}

/** Asks before something is removed. */
export function AccountRemovePage({ frame, what, then, action, id }: AccountRemoveProps): VNode {
  return (
    <OneThing frame={frame} title={`Remove ${what}?`} back={TO_ACCOUNT}>
      <p class="govuk-body">{then} All other browsers are asked for the second step again.</p>
      <form method="post" action={action}>
        <CsrfField frame={frame} />
        {id === undefined ? null : <input type="hidden" name="id" value={id} />}
        <div class="govuk-button-group">
          {govuk('button', { text: 'Remove', classes: 'govuk-button--warning', preventDoubleClick: true })}
          <a class="govuk-link" href="/account">
            Keep
          </a>
        </div>
      </form>
    </OneThing>
  );
}
