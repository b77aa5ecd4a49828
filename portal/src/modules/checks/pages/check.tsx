import type { VNode } from 'preact';
import { CheckKit } from '../../../ui/client/check/kit.tsx';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { type CheckOffer, comparedWith } from '../offer.ts';
import { ComparedField } from './compared-field.tsx';

interface Props {
  readonly frame: Frame;
  readonly offer: CheckOffer;
}

/** Choose a file and have it checked by the browser (client/check.ts). Without JavaScript it says how else. */
export function CheckPage({ frame, offer }: Props): VNode {
  const { name, edition, title } = offer.template;
  const compared = comparedWith(offer);
  return (
    <Layout
      frame={frame}
      title={`Check a file before you send it: ${title}`}
      back={{ text: 'All templates', href: '/check' }}
      scripts={['check.js']}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <div id="check-errors" />
          <span class="govuk-caption-l">{title}</span>
          <h1 class="govuk-heading-l">Check a file before you send it</h1>
          <p class="govuk-body">
            Your browser checks the file by the same rules as when you send it: those of{' '}
            <a class="govuk-link" href={`/templates/${name}/${edition}`}>
              the template, edition {edition}
            </a>
            . The file stays on this computer; nothing is sent.
          </p>
          <WithoutScript name={name} edition={edition} />
          <form id="check-form" novalidate hidden>
            {govuk('fileUpload', {
              id: 'file',
              name: 'file',
              javascript: true,
              label: { text: 'Choose a file', classes: 'govuk-label--m' },
              hint: { text: 'A CSV file of any size' },
              attributes: { accept: '.csv' },
            })}
            {compared.length === 0 ? null : (
              <fieldset class="govuk-fieldset" aria-describedby="compared-hint">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
                  The return it is for (optional)
                </legend>
                <div id="compared-hint" class="govuk-hint">
                  Some rules compare the file with its return. Leave out what you do not know: rules that need it are
                  not applied, and the result says so.
                </div>
                {compared.map((one) => (
                  <ComparedField name={one} />
                ))}
              </fieldset>
            )}
            {govuk('button', { text: 'Check this file' })}
          </form>
        </div>
      </div>
      <div id="check-live" hidden />
      <CheckKit frame={frame} {...offer} />
    </Layout>
  );
}

/** Shown until the script takes over, so also where it did not load. */
function WithoutScript({ name, edition }: { name: string; edition: string }): VNode {
  return (
    <div id="check-without-script" class="govuk-inset-text">
      <p class="govuk-body">
        Checking in the browser needs JavaScript, and it is switched off or did not load. There are two other ways:
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          the <code class="garner-code">garner</code> command, which also sends nothing:{' '}
          <code class="garner-code">
            npx garner check FILE --template {name}@{edition}
          </code>
        </li>
        <li>
          <a class="govuk-link" href="/returns">
            send the file for your return
          </a>
          : it is checked when it arrives, and you are told what to mend
        </li>
      </ul>
    </div>
  );
}
