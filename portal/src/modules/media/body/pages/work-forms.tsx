import type { VNode } from 'preact';
import { FormPage, type FormState } from '../../../../ui/forms.tsx';
import { govuk } from '../../../../ui/govuk/index.ts';
import type { Frame } from '../../../../ui/layout.tsx';
import { momentInWords } from '../../../../ui/words.ts';
import { closingOf, workState } from '../../model.ts';
import type { CentreWork } from '../../queries.ts';
import { momentFields, textField } from './form-parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly form: FormState;
}

/** Where a centre's work is shown. */
export function placeOf({ componentId, centreId }: Pick<CentreWork, 'componentId' | 'centreId'>): string {
  return `/recordings/components/${componentId}/centres/${centreId}`;
}

/** More time for one centre. */
export function ExtensionPage({ frame, work, form }: Props): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      caption={`${work.centre}, ${work.code}`}
      title="Give more time"
      action={`${placeOf(work)}/extension`}
      back={{ text: work.centre, href: placeOf(work) }}
      button={{ text: 'Give more time' }}
      lead={
        <p class="govuk-body">
          It closes on {momentInWords(closingOf(work))} now. {work.centre} is told at once.
        </p>
      }
    >
      {momentFields(form, 'until', 'New closing')}
      {textField(form, 'why', 'Reason', { rows: '3', hint: 'The centre reads it.' })}
    </FormPage>
  );
}

/** Opening a final submission again. */
export function ReopenPage({ frame, work, form, now }: Props & { readonly now: Date }): VNode {
  const closed = workState({ ...work, submittedAt: null }, now) === 'closed';
  return (
    <FormPage
      frame={frame}
      form={form}
      caption={`${work.centre}, ${work.code}`}
      title="Open the final submission again"
      action={`${placeOf(work)}/reopening`}
      back={{ text: work.centre, href: placeOf(work) }}
      button={{ text: 'Open again', warning: true }}
      lead={
        <>
          <p class="govuk-body">
            The centre can change files, candidates and reasons again, and must make a new final submission. Materials
            of the centre cannot be fetched meanwhile. What was submitted is kept, and both sides are told.
          </p>
          {closed
            ? govuk('insetText', {
                text: `It closed on ${momentInWords(closingOf(work))}. Once it is open again, give the centre more time: without it nothing can be changed.`,
              })
            : null}
        </>
      }
    >
      {textField(form, 'why', 'Reason', { rows: '3', hint: 'The centre reads it.' })}
    </FormPage>
  );
}
