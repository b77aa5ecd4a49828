import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';

interface SignInProps {
  readonly frame: Frame;
  /** Where to go afterwards, if not to the start page. */
  readonly next: string | undefined;
  readonly email?: string;
  readonly refused?: boolean;
}

/** E-mail and password. A refusal never says which of the two was wrong. */
export function SignInPage({ frame, next, email = '', refused = false }: SignInProps): VNode {
  return (
    <Layout frame={frame} title="Sign in" error={refused}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {refused
            ? govuk('errorSummary', {
                titleText: 'There is a problem',
                errorList: [{ text: 'Enter an e-mail address and password that belong together', href: '#email' }],
              })
            : null}
          <h1 class="govuk-heading-l">Sign in</h1>
          <form method="post" action="/sign-in" novalidate>
            <CsrfField frame={frame} />
            {next === undefined ? null : <input type="hidden" name="next" value={next} />}
            {govuk('input', {
              id: 'email',
              name: 'email',
              type: 'email',
              autocomplete: 'username',
              spellcheck: false,
              label: { text: 'E-mail address' },
              value: email,
              ...(refused
                ? { errorMessage: { text: 'Enter an e-mail address and password that belong together' } }
                : {}),
            })}
            {govuk('passwordInput', {
              id: 'password',
              name: 'password',
              autocomplete: 'current-password',
              label: { text: 'Password' },
            })}
            {govuk('button', { text: 'Sign in', preventDoubleClick: true })}
          </form>
        </div>
      </div>
    </Layout>
  );
}
