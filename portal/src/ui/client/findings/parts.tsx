import type { VNode } from 'preact';
import { FINDINGS_TABLE, KIND, SUMMARY_TABLE, ToFindings } from '../../findings.tsx';
import { govuk, html } from '../../govuk/index.ts';
import { dataTable } from '../../table.tsx';

/** The findings of a check without the findings: markup of the library, to be filled in by the script (view.ts). */
export function FindingsParts(): VNode {
  return (
    <template id="findings-parts">
      <h2 class="govuk-heading-m" tabIndex={-1}>
        What was found
      </h2>
      <ToFindings href="#findings" />
      {dataTable({
        ...SUMMARY_TABLE,
        rows: [
          [
            {
              html: html(
                <a class="govuk-link" href="#findings">
                  0
                </a>,
              ),
              format: 'numeric',
            },
            { html: html(<Kinds />) },
            { text: '' },
            { html: html(<code class="garner-code" />) },
            { text: '' },
          ],
        ],
      })}
      <h2 class="govuk-heading-m" id="findings" tabIndex={-1}>
        Every finding
      </h2>
      <form class="garner-filter garner-no-print">
        {choice('rule', 'Rule', 'All rules')}
        {choice('column', 'Column', 'All columns')}
        {choice('severity', 'Kind', 'All kinds')}
        {govuk('button', { text: 'Show', classes: 'govuk-button--secondary' })}
        <p class="govuk-body" data-part="show-all">
          <a class="govuk-link" href="#findings">
            Show all findings
          </a>
        </p>
      </form>
      <p class="govuk-body" data-part="shown" />
      <div class="govuk-button-group garner-no-print">
        {govuk('button', { text: 'CSV', type: 'button', name: 'csv', classes: 'govuk-button--secondary' })}
        {govuk('button', { text: 'JSON', type: 'button', name: 'json', classes: 'govuk-button--secondary' })}
      </div>
      <p class="govuk-body" data-part="download" role="status" />
      {dataTable({
        ...FINDINGS_TABLE,
        rows: [
          [
            { text: '', format: 'numeric' },
            { text: '' },
            { text: '' },
            { html: html(<code class="garner-code" />) },
            { html: html(<Kinds />) },
          ],
        ],
      })}
      {govuk('pagination', {
        landmarkLabel: 'Pages of findings',
        items: [
          { number: '1', href: '#findings' },
          { number: '2', href: '#findings', current: true },
          { ellipsis: true },
        ],
        previous: { href: '#findings' },
        next: { href: '#findings' },
      })}
    </template>
  );
}

function choice(name: string, label: string, all: string): VNode {
  return govuk('select', { id: `filter-${name}`, name, label: { text: label }, items: [{ value: '', text: all }] });
}

/** The tags of all kinds; the script leaves the one that it is. */
function Kinds(): VNode {
  return (
    <>
      {Object.entries(KIND).map(([kind, { text, colour }]) =>
        govuk('tag', { text, classes: `govuk-tag--${colour}`, attributes: { 'data-kind': kind } }),
      )}
    </>
  );
}
