import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { momentInWords } from '../../../ui/words.ts';
import type { SessionFacts, TrustedFacts } from '../factors/own-sessions.ts';
import type { Done } from './account-done.ts';
import { DoneBanner, TO_ACCOUNT } from './account-parts.tsx';

interface AccountSessionsProps {
  readonly frame: Frame;
  readonly sessions: readonly SessionFacts[];
  /** The session that asks. */
  readonly here: number;
  readonly trusted: readonly TrustedFacts[];
  readonly done: Done | undefined;
}

/** Where one is signed in, and which browsers are trusted. */
export function AccountSessionsPage({ frame, sessions, here, trusted, done }: AccountSessionsProps): VNode {
  return (
    <Layout frame={frame} title="Where you are signed in" back={TO_ACCOUNT}>
      <DoneBanner done={done} />
      <h1 class="govuk-heading-l">Where you are signed in</h1>
      {dataTable({
        caption: 'Your sessions, the one last in use first',
        head: [
          { text: 'Browser' },
          { text: 'Network address' },
          { text: 'Acting for' },
          { text: 'Since' },
          { text: 'Last seen' },
          { text: 'Sign out' },
        ],
        rows: sessions.map((session) => [
          { text: session.browser ?? 'Not known' },
          { text: session.address ?? 'Not known' },
          { text: session.organisation },
          { text: momentInWords(session.begunAt) },
          { text: momentInWords(session.seenAt) },
          { html: html(session.id === here ? <>This one</> : <EndSession frame={frame} session={session} />) },
        ]),
      })}
      {sessions.length > 1 ? (
        <form method="post" action="/account/sessions/end-others">
          <CsrfField frame={frame} />
          {govuk('button', { text: 'Sign out everywhere else', preventDoubleClick: true })}
        </form>
      ) : null}
      <h2 class="govuk-heading-m">Trusted browsers</h2>
      {trusted.length === 0 ? (
        <p class="govuk-body">Every browser is asked for the second step when you sign in.</p>
      ) : (
        <>
          <p class="govuk-body">In these you sign in without the second step.</p>
          {dataTable({
            caption: 'Browsers that are trusted, the newest first',
            head: [{ text: 'Browser' }, { text: 'Since' }, { text: 'Until' }],
            rows: trusted.map(({ browser, since, until }) => [
              { text: browser ?? 'Not known' },
              { text: momentInWords(since) },
              { text: momentInWords(until) },
            ]),
          })}
          <form method="post" action="/account/browsers/distrust">
            <CsrfField frame={frame} />
            {govuk('button', {
              text: 'Ask every browser again',
              classes: 'govuk-button--secondary',
              preventDoubleClick: true,
            })}
          </form>
        </>
      )}
    </Layout>
  );
}

function EndSession({ frame, session }: { frame: Frame; session: SessionFacts }): VNode {
  return (
    <form method="post" action="/account/sessions/end">
      <CsrfField frame={frame} />
      <input type="hidden" name="session" value={String(session.id)} />
      {govuk('button', {
        html: html(
          <>
            Sign out
            <span class="govuk-visually-hidden">
              {' '}
              {session.browser}, since {momentInWords(session.begunAt)}
            </span>
          </>,
        ),
        classes: 'govuk-button--secondary govuk-!-margin-bottom-0',
        preventDoubleClick: true,
      })}
    </form>
  );
}
