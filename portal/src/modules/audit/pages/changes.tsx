import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';

type Facts = Readonly<Record<string, unknown>>;

/** What it was before and after, folded away; nothing where the event tells of neither. */
export function Changes({ before, after, of }: { before: unknown; after: unknown; of: string }): VNode | null {
  const [was, is] = [asFacts(before), asFacts(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  if (names.length === 0) return null;
  return govuk('details', {
    summaryHtml: html(
      <>
        Before and after<span class="govuk-visually-hidden"> of: {of}</span>
      </>,
    ),
    html: html(
      <dl class="govuk-body-s">
        {names.flatMap((name) => [
          <dt class="govuk-!-font-weight-bold">{name}</dt>,
          <dd>{`${inWords(was[name])} → ${inWords(is[name])}`}</dd>,
        ])}
      </dl>,
    ),
    classes: 'govuk-!-margin-bottom-0',
  });
}

function asFacts(facts: unknown): Facts {
  return typeof facts === 'object' && facts !== null ? (facts as Facts) : {};
}

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
