import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame } from '../../../ui/layout.tsx';
import { OneThing, TO_ACCOUNT } from './account-parts.tsx';

interface OwnNameProps {
  readonly frame: Frame;
  /** As it is, or as it was typed and refused. */
  readonly name: string;
  readonly error?: string;
}

/** Asks for another name of one's own. */
export function OwnNamePage({ frame, name, error }: OwnNameProps): VNode {
  return (
    <OneThing
      frame={frame}
      title="Change your name"
      back={TO_ACCOUNT}
      error={error === undefined ? undefined : { text: error, href: '#name' }}
    >
      <form method="post" action="/account/name" novalidate>
        <CsrfField frame={frame} />
        {govuk('input', {
          id: 'name',
          name: 'name',
          label: { text: 'Full name' },
          hint: { text: 'Others see it beside what you do, and what you have done.' },
          value: name,
          autocomplete: 'name',
          spellcheck: false,
          ...(error === undefined ? {} : { errorMessage: { text: error } }),
        })}
        {govuk('button', { text: 'Save', preventDoubleClick: true })}
      </form>
    </OneThing>
  );
}
