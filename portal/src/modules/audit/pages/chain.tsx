import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { count, momentInWords } from '../../../ui/words.ts';
import type { CheckRow, chainState } from '../checks.ts';

type ChainProps = Awaited<ReturnType<typeof chainState>> & { readonly frame: Frame };

const REFRESH_SECONDS = 3;

/** The chain of all events: its length, its last seal, the last check of it, and a button for another. */
export function ChainPage({ frame, length, head, seal, check }: ChainProps): VNode {
  const isOpen = check !== undefined && ['waiting', 'running'].includes(check.state);
  return (
    <Layout
      frame={frame}
      title="Audit chain"
      back={{ text: 'What happened', href: '/organisation/history' }}
      {...(isOpen ? { refreshSeconds: REFRESH_SECONDS } : {})}
    >
      <h1 class="govuk-heading-l">Audit chain</h1>
      <p class="govuk-body">
        Each event carries the hash of the one before, and the end is sealed every quarter of an hour with a key that is
        not in the database. Who changes or deletes an event is found out by a check.
      </p>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Length' }, value: { text: count(length, 'event') } },
          { key: { text: 'Hash of the last event' }, value: { html: html(<Hash hex={head} />) } },
          {
            key: { text: 'Last seal' },
            value: {
              html: html(
                seal ? (
                  <>
                    Number {seal.number.toLocaleString('en-GB')}, {momentInWords(seal.at)}, up to event{' '}
                    {seal.position.toLocaleString('en-GB')}
                    <br />
                    <Hash hex={seal.hash.toString('hex')} />
                  </>
                ) : (
                  <>None yet</>
                ),
              ),
            },
          },
        ],
      })}
      <h2 class="govuk-heading-m">Last check</h2>
      {check ? <CheckResult check={check} /> : <p class="govuk-body">The chain has not been checked yet.</p>}
      {isOpen ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/audit/chain">
            Show how far it is
          </a>
        </p>
      ) : (
        <form method="post" action="/audit/chain/check" class="garner-no-print">
          <CsrfField frame={frame} />
          {govuk('button', { text: 'Check the chain now', preventDoubleClick: true })}
        </form>
      )}
    </Layout>
  );
}

function CheckResult({ check }: { check: CheckRow }): VNode {
  const { state, askedAt, endedAt, checked, length, first, remarks } = check;
  const when = momentInWords(endedAt ?? askedAt);
  const events = count(checked, 'event');
  const sentences: Readonly<Record<string, string>> = {
    waiting: `Asked for on ${when}. It begins in a moment.`,
    running: `Running: ${checked.toLocaleString('en-GB')} of ${length === null ? 'all' : length.toLocaleString('en-GB')} events checked.`,
    whole: `The chain is whole: ${events} checked on ${when}.`,
    stopped: `Stopped on ${when}, as it took too long: ${events} checked. “garner-audit verify” has no limit.`,
    failed: `The check could not be carried out (${when}). The log says why.`,
  };
  return (
    <>
      {first ? (
        <>
          {govuk('warningText', { text: `The chain is broken. ${first.words}`, iconFallbackText: 'Warning' })}
          <p class="govuk-body">
            {checked === 0
              ? 'It is the first event.'
              : checked === 1
                ? 'The event before it is as it was.'
                : `The ${events} before it are as they were.`}{' '}
            Checked on {when}.
          </p>
        </>
      ) : (
        <p class="govuk-body">{sentences[state] ?? state}</p>
      )}
      {remarks.length > 0 ? (
        <ul class="govuk-list govuk-list--bullet">
          {remarks.map((remark) => (
            <li>{remark}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Hash({ hex }: { hex: string | undefined }): VNode {
  return hex === undefined ? <>–</> : <code class="garner-code">{hex}</code>;
}
