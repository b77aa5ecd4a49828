import type { ComponentChildren, VNode } from 'preact';
import { govuk } from './govuk/index.ts';
import { Layout, type LayoutProps } from './layout.tsx';

interface NarrowProps extends Pick<LayoutProps, 'frame' | 'title' | 'scripts' | 'back'> {
  /** What is wrong, each with the field it belongs to. */
  readonly errors?: readonly { readonly text: string; readonly href: string }[];
  readonly children: ComponentChildren;
}

/** A heading over two thirds of the page, and what is wrong above it. */
export function Narrow({ title, errors = [], children, ...page }: NarrowProps): VNode {
  return (
    <Layout {...page} title={title} error={errors.length > 0}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {errors.length > 0
            ? govuk('errorSummary', { titleText: 'There is a problem', errorList: [...errors] })
            : null}
          <h1 class="govuk-heading-l">{title}</h1>
          {children}
        </div>
      </div>
    </Layout>
  );
}
