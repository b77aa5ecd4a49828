import type { ComponentChildren, VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';

interface ConfirmProps {
  readonly frame: Frame;
  readonly title: string;
  /** Said before the act, as it cannot be undone by a click. */
  readonly warning?: string;
  readonly button: string;
  readonly action: string;
  /** Where to go instead. */
  readonly back: { readonly text: string; readonly href: string };
  readonly hidden?: readonly (readonly [name: string, value: string])[];
  /** It waits for a second person. */
  readonly twoPerson?: boolean;
  readonly banner?: VNode;
  readonly children: ComponentChildren;
}

/** What an act does, in words, and the button that does it. */
export function ConfirmActPage(props: ConfirmProps): VNode {
  const { frame, title, warning, button, action, back, hidden = [], twoPerson = false, banner, children } = props;
  return (
    <Layout frame={frame} title={title} back={back}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {banner}
          <h1 class="govuk-heading-l">{title}</h1>
          {children}
          {twoPerson
            ? govuk('insetText', {
                text: 'Your organisation asks for two people: it is done when another Organisation Administrator or an Approver agrees.',
              })
            : null}
          {warning === undefined ? null : govuk('warningText', { text: warning, iconFallbackText: 'Warning' })}
          <form method="post" action={action}>
            <CsrfField frame={frame} />
            {hidden.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <div class="govuk-button-group">
              {govuk('button', {
                text: button,
                preventDoubleClick: true,
                ...(warning === undefined ? {} : { classes: 'govuk-button--warning' }),
              })}
              <a class="govuk-link" href={back.href}>
                Cancel
              </a>
            </div>
          </form>
        </div>
      </div>
    </Layout>
  );
}

export function Points({ points }: { points: readonly string[] }): VNode {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {points.map((point) => (
        <li>{point}</li>
      ))}
    </ul>
  );
}
