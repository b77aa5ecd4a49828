import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { withNext } from '../model.ts';

interface SignInProps {
  readonly frame: Frame;
  /** Where to go afterwards, if not to the start page. */
  readonly next: string | undefined;
  readonly email?: string;
  readonly refused?: boolean;
  /** Too many tries: for how long to wait. */
  readonly wait?: { readonly title: string; readonly message: string };
  /** The name of the provider, where there is one. */
  readonly singleSignOn?: string | undefined;
}

/** E-mail and password. A refusal never says which of the two was wrong. */
export function SignInPage({ frame, next, email = '', refused = false, wait, singleSignOn }: SignInProps): VNode {
  return (
    <Layout frame={frame} title="Sign in" error={refused || wait !== undefined}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {refused
            ? govuk('errorSummary', {
                titleText: 'There is a problem',
                errorList: [{ text: 'Enter an e-mail address and password that belong together', href: '#email' }],
              })
            : null}
          {wait
            ? govuk('errorSummary', {
                titleText: wait.title,
                descriptionText: wait.message,
                errorList: [{ text: 'Choose a new password', href: '/forgotten-password' }],
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
            <p class="govuk-body">
              <a class="govuk-link" href="/forgotten-password">
                Forgotten password
              </a>
            </p>
            {govuk('button', { text: 'Sign in', preventDoubleClick: true })}
          </form>
          <OtherWays next={next} singleSignOn={singleSignOn} />
        </div>
      </div>
    </Layout>
  );
}

/** A passkey alone, or another site that knows them. */
function OtherWays({ next, singleSignOn }: Pick<SignInProps, 'next' | 'singleSignOn'>): VNode {
  return (
    <>
      <h2 class="govuk-heading-s">Other ways to sign in</h2>
      <div class="govuk-button-group">
        <a class="govuk-link" href={withNext('/sign-in/passkey', next)}>
          Sign in with a passkey
        </a>
        {singleSignOn === undefined ? null : (
          <a class="govuk-link" href={withNext('/sign-in/single', next)}>
            Sign in with {singleSignOn}
          </a>
        )}
      </div>
    </>
  );
}
