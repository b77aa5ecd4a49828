import type { VNode } from 'preact';
import { Tabs } from '../../../../ui/tabs.tsx';
import { dayInWords } from '../../../../ui/words.ts';
import type { SessionFacts } from '../queries.ts';

const PARTS = [
  ['board', 'Board', ''],
  ['components', 'Components', '/components'],
  ['entries', 'Import entries', '/entries'],
  ['quarantine', 'Quarantine', '/quarantine'],
  ['destruction', 'Destruction', '/destruction'],
] as const;

interface Props {
  readonly session: SessionFacts;
  readonly current: (typeof PARTS)[number][0];
  readonly maySetUp: boolean;
}

/** The name of a session and the way to its parts. */
export function SessionHead({ session, current, maySetUp }: Props): VNode {
  const place = `/recordings/sessions/${session.id}`;
  return (
    <>
      <span class="govuk-caption-l">
        {session.body}, {session.code}
      </span>
      <h1 class="govuk-heading-l">{session.name}</h1>
      <Tabs
        label="Parts of the session"
        tabs={PARTS.filter(([part]) => part !== 'entries' || maySetUp).map(([part, text, path]) => ({
          text,
          href: `${place}${path}`,
          current: part === current,
        }))}
      />
      <p class="govuk-hint">
        Questions to {session.contact}. Files are kept until {dayInWords(session.keepUntil)}.
        {maySetUp ? (
          <>
            {' '}
            <a class="govuk-link" href={`${place}/edit`}>
              Change the session
            </a>
          </>
        ) : null}
      </p>
    </>
  );
}
