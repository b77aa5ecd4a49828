import type { VNode } from 'preact';
import { govuk } from './govuk/index.ts';
import { type Frame, Layout } from './layout.tsx';

/** What went wrong, in words, and what to do next. */
export function ProblemPage({
  frame,
  title,
  message,
  goOn,
}: {
  frame: Frame;
  title: string;
  message: string;
  /** What mends it. */
  goOn?: { readonly text: string; readonly href: string };
}): VNode {
  return (
    <Layout frame={frame} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{message}</p>
      {goOn ? (
        govuk('button', goOn)
      ) : (
        <p class="govuk-body">
          <a class="govuk-link" href="/">
            Go to the start page
          </a>
        </p>
      )}
    </Layout>
  );
}
