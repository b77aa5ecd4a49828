import { columnLetters, type Template, type TemplateField } from '@garner/validate';
import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { Breakable, dataTable } from '../../../ui/table.tsx';
import { dayInWords } from '../../../ui/words.ts';
import { EXPORTS } from '../exports.ts';
import type { listTemplates } from '../store.ts';

/** Every published edition. */
export function TemplatesPage({
  frame,
  templates,
}: {
  frame: Frame;
  templates: Awaited<ReturnType<typeof listTemplates>>;
}): VNode {
  return (
    <Layout frame={frame} title="Templates">
      <h1 class="govuk-heading-l">Templates</h1>
      <p class="govuk-body">What each file must look like: its columns, what is accepted in them, and an example.</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/check">
          Check a file before you send it
        </a>
      </p>
      {dataTable({
        caption: 'Published templates',
        head: [{ text: 'Template' }, { text: 'Edition' }, { text: 'Publisher' }],
        rows: templates.map(({ name, edition, title, publisher }) => [
          {
            html: html(
              <a class="govuk-link" href={`/templates/${name}/${edition}`}>
                {title}
              </a>,
            ),
          },
          { text: edition },
          { text: publisher },
        ]),
      })}
    </Layout>
  );
}

interface TemplateProps {
  readonly frame: Frame;
  readonly template: Template;
  readonly hash: string;
  readonly hasExample: boolean;
}

/** One edition, column by column, with the publisher's own words and pattern beside what Garner accepts. */
export function TemplatePage({ frame, template, hash, hasExample }: TemplateProps): VNode {
  const base = `/templates/${template.name}/${template.edition}`;
  return (
    <Layout frame={frame} title={template.title} back={{ text: 'Templates', href: '/templates' }}>
      <span class="govuk-caption-l">Template, edition {template.edition}</span>
      <h1 class="govuk-heading-l">{template.title}</h1>
      <p class="govuk-body">{template.description}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={`/check/${template.name}/${template.edition}`}>
          Check a file against this template before you send it
        </a>
      </p>
      <h2 class="govuk-heading-m">Downloads</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          <a class="govuk-link" href={`${base}/header.csv`} download>
            The header row
          </a>{' '}
          (CSV)
        </li>
        {hasExample ? (
          <li>
            <a class="govuk-link" href={`${base}/example.csv`} download>
              An example file
            </a>{' '}
            (CSV)
          </li>
        ) : null}
        <li>
          <a class="govuk-link" href={`${base}/format.csv`} download>
            The file format as published
          </a>{' '}
          (CSV)
        </li>
      </ul>
      <h3 class="govuk-heading-s">For other programs</h3>
      <ul class="govuk-list govuk-list--bullet">
        {EXPORTS.map(({ ending, title }) => (
          <li>
            <a class="govuk-link" href={`${base}/${ending}`} download>
              {title}
            </a>{' '}
            (JSON)
          </li>
        ))}
      </ul>
      <h2 class="govuk-heading-m">Columns</h2>
      <p class="govuk-body">
        The first row of the file holds these names. Columns are matched by name, so their order does not matter.
      </p>
      {dataTable({
        caption: 'Columns in short',
        head: [{ text: 'Column' }, { text: 'Name' }, { text: 'What Garner accepts' }, { text: 'Example' }],
        rows: template.fields.map((field, index) => [
          { text: columnLetters(index) },
          {
            html: html(
              <a class="govuk-link" href={`#${anchor(field)}`}>
                <Breakable name={field.name} />
              </a>,
            ),
          },
          { text: field.accepts },
          { html: html(<code class="garner-code">{field.example}</code>) },
        ]),
      })}
      {template.fields.map((field) => (
        <Column field={field} />
      ))}
      <Rules template={template} />
      <h2 class="govuk-heading-m">About this edition</h2>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Publisher' }, value: { text: template.publisher } },
          { key: { text: 'Updated by the publisher' }, value: { text: dayInWords(template.updated) } },
          {
            key: { text: 'Sources' },
            value: {
              html: html(
                <>
                  {(template.sources ?? []).map((source) => (
                    <p class="govuk-body">{source.title}</p>
                  ))}
                </>,
              ),
            },
          },
          { key: { text: 'SHA-256 of this edition' }, value: { html: html(<code class="garner-code">{hash}</code>) } },
        ],
      })}
    </Layout>
  );
}

function Column({ field }: { field: TemplateField }): VNode {
  const { published, reading, constraints } = field;
  const list = constraints?.enum;
  return (
    <section aria-labelledby={anchor(field)}>
      <h3 class="govuk-heading-s" id={anchor(field)}>
        {field.name}
      </h3>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'What it is' }, value: { text: field.description } },
          { key: { text: 'What Garner accepts' }, value: { text: field.accepts } },
          { key: { text: 'Example' }, value: { html: html(<code class="garner-code">{field.example}</code>) } },
          ...(list
            ? [
                {
                  key: { text: 'Accepted values' },
                  value: { html: html(<AcceptedValues values={list} notApplicable={field.notApplicable} />) },
                },
              ]
            : []),
          ...(published
            ? [
                {
                  key: { text: 'Published words' },
                  value: {
                    html: html(
                      <>
                        <p class="govuk-body">{published.description}</p>
                        <p class="govuk-body">{published.words}</p>
                      </>,
                    ),
                  },
                },
                {
                  key: { text: 'Published pattern' },
                  value: { html: html(<code class="garner-code">{published.pattern}</code>) },
                },
              ]
            : []),
          ...(reading ? [{ key: { text: 'How Garner reads it' }, value: { text: reading } }] : []),
        ],
      })}
    </section>
  );
}

function AcceptedValues({
  values,
  notApplicable,
}: {
  values: readonly string[];
  notApplicable: string | undefined;
}): VNode {
  const all = notApplicable === undefined || values.includes(notApplicable) ? values : [...values, notApplicable];
  return (
    <p class="govuk-body">
      {all.flatMap((value, index) =>
        index > 0 ? [' ', <code class="garner-code">{value}</code>] : [<code class="garner-code">{value}</code>],
      )}
    </p>
  );
}

const SEVERITY_WORDS = {
  error: 'Error: stops the file',
  query: 'Query: to be looked at',
  notice: 'Notice: for information',
};

function Rules({ template }: { template: Template }): VNode {
  return (
    <>
      <h2 class="govuk-heading-m">Rules across columns and rows</h2>
      {dataTable({
        caption: 'Rules',
        head: [{ text: 'Rule' }, { text: 'What it finds' }, { text: 'Kind' }],
        rows: (template.rules ?? []).map((rule) => [
          { html: html(<code class="garner-code">{rule.code}</code>) },
          { text: rule.message },
          { text: SEVERITY_WORDS[rule.severity] },
        ]),
      })}
    </>
  );
}

function anchor({ name }: TemplateField): string {
  return `column-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
