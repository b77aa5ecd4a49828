import type { VNode } from 'preact';
import { html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';

interface Props {
  readonly frame: Frame;
  readonly templates: readonly {
    readonly name: string;
    readonly edition: string;
    readonly title: string;
    readonly publisher: string;
  }[];
}

/** Which template a file was made for. */
export function ChooseTemplatePage({ frame, templates }: Props): VNode {
  return (
    <Layout frame={frame} title="Check a file before you send it">
      <h1 class="govuk-heading-l">Check a file before you send it</h1>
      <p class="govuk-body">
        Choose the template that your file was made for. Your browser then checks the file by the same rules as when you
        send it. The file stays on this computer, and you do not need to sign in.
      </p>
      {dataTable({
        caption: 'Templates to check a file against',
        head: [{ text: 'Template' }, { text: 'Edition' }, { text: 'Publisher' }],
        rows: templates.map(({ name, edition, title, publisher }) => [
          {
            html: html(
              <a class="govuk-link" href={`/check/${name}/${edition}`}>
                {title}
                <span class="govuk-visually-hidden">, edition {edition}</span>
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
