import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { momentInWords } from '../../../ui/words.ts';
import type { ShownAct } from '../users/queries.ts';
import type { Done } from '../users/words.ts';
import { DoneBanner } from './users-done.tsx';

interface ActsProps {
  readonly frame: Frame;
  readonly organisation: string;
  readonly viewerId: number;
  readonly waiting: readonly ShownAct[];
  readonly over: readonly ShownAct[];
  readonly done: Done | undefined;
}

/** What waits for a second person, and what became of the rest. */
export function ActsPage(props: ActsProps): VNode {
  const { frame, organisation, waiting, over, done } = props;
  return (
    <Layout frame={frame} title="Acts that need two people" back={{ text: 'My organisation', href: '/organisation' }}>
      {done ? <DoneBanner what={done} name={undefined} /> : null}
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Acts that need two people</h1>
      {waiting.length === 0 ? <p class="govuk-body">Nothing waits for a second person.</p> : waitingTable(props)}
      {over.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Decided or out of time</h2>
          {overTable(over)}
        </>
      )}
    </Layout>
  );
}

function waitingTable(props: ActsProps): VNode {
  return dataTable({
    caption: 'Acts that wait for a second person, the oldest first',
    head: [{ text: 'Act' }, { text: 'Asked by' }, { text: 'Asked' }, { text: 'Waits until' }, { text: 'Decide' }],
    rows: props.waiting.map((act) => [
      { text: act.words },
      { text: act.askedBy.name },
      { text: momentInWords(act.askedAt) },
      { text: momentInWords(act.expiresAt) },
      { html: html(<Decide act={act} {...props} />) },
    ]),
  });
}

function Decide({ act, frame, viewerId }: ActsProps & { act: ShownAct }): VNode {
  if (act.askedBy.id === viewerId) return <OneButton frame={frame} act={act} path="withdraw" text="Withdraw" />;
  return (
    <>
      <p class="govuk-body">
        <a class="govuk-link" href={`/organisation/acts/${act.id}/agree`}>
          Agree
          <span class="govuk-visually-hidden">{` to this: ${act.words}`}</span>
        </a>
      </p>
      <OneButton frame={frame} act={act} path="refuse" text="Refuse" />
    </>
  );
}

function OneButton({ frame, act, path, text }: { frame: Frame; act: ShownAct; path: string; text: string }): VNode {
  return (
    <form method="post" action={`/organisation/acts/${act.id}/${path}`}>
      <CsrfField frame={frame} />
      {govuk('button', {
        html: html(
          <>
            {text}
            <span class="govuk-visually-hidden">{` this: ${act.words}`}</span>
          </>,
        ),
        classes: 'govuk-button--secondary govuk-!-margin-bottom-1',
        preventDoubleClick: true,
      })}
    </form>
  );
}

const STATES: Readonly<Record<ShownAct['state'], string>> = {
  waiting: 'Waits',
  expired: 'Out of time',
  agreed: 'Agreed and done',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
};

function overTable(over: readonly ShownAct[]): VNode {
  return dataTable({
    caption: 'Acts that were decided or ran out of time, the newest first',
    head: [
      { text: 'Act' },
      { text: 'Asked by' },
      { text: 'Asked' },
      { text: 'Outcome' },
      { text: 'By' },
      { text: 'When' },
    ],
    rows: over.map((act) => [
      { text: act.words },
      { text: act.askedBy.name },
      { text: momentInWords(act.askedAt) },
      { text: STATES[act.state] },
      { text: act.decidedBy ?? '–' },
      { text: momentInWords(act.decidedAt ?? act.expiresAt) },
    ]),
  });
}
