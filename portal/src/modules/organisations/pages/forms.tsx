import type { VNode } from 'preact';
import { errorOf, FormPage, type FormState, textField, typed } from '../../../ui/forms.tsx';
import { govuk } from '../../../ui/govuk/index.ts';
import type { Frame } from '../../../ui/layout.tsx';
import { KIND_WORDS, KINDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import { contactFields, dayField, identifierFields } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly form: FormState;
}

const LIST = { text: 'All organisations', href: '/organisations' };

export function AddPage({ frame, form }: Props): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Add an organisation"
      action="/organisations/add"
      back={LIST}
      button={{ text: 'Add organisation' }}
    >
      {textField(form, 'name', 'Name', { hint: 'The name in full. You can change it later; the old one is kept.' })}
      {govuk('radios', {
        name: 'kind',
        idPrefix: 'kind',
        fieldset: { legend: { text: 'Kind' } },
        hint: { text: 'It cannot be changed later.' },
        value: typed(form, 'kind'),
        items: KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind] })),
        ...errorOf(form.faults, 'kind'),
      })}
      <h2 class="govuk-heading-m">Identifiers</h2>
      <p class="govuk-body">Leave empty those it has not.</p>
      {identifierFields(form, undefined)}
      <h2 class="govuk-heading-m">Contact and names</h2>
      {contactFields(form)}
    </FormPage>
  );
}

interface OneProps extends Props {
  readonly organisation: Organisation;
  readonly hidden: Readonly<Record<string, string>>;
  /** What somebody else changed while the form was filled in, in sentences. */
  readonly meanwhile?: readonly string[] | undefined;
}

export function EditPage({ frame, form, organisation, hidden, meanwhile }: OneProps): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Change details"
      caption={organisation.name}
      action={`/organisations/${organisation.id}/edit`}
      back={toOne(organisation)}
      button={{ text: 'Save' }}
      hidden={hidden}
      meanwhile={meanwhile}
      what="this organisation"
    >
      {identifierFields(form, organisation.kind)}
      {contactFields(form)}
    </FormPage>
  );
}

export function RenamePage({ frame, form, organisation, hidden, meanwhile }: OneProps): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Rename"
      caption={organisation.name}
      action={`/organisations/${organisation.id}/rename`}
      back={toOne(organisation)}
      button={{ text: 'Rename' }}
      hidden={hidden}
      meanwhile={meanwhile}
      what="this organisation"
    >
      <p class="govuk-body">
        The new name holds from today on. The old one stays in the history and among the names that may stand in files.
      </p>
      {textField(form, 'name', 'New name')}
    </FormPage>
  );
}

export function ClosePage({ frame, form, organisation, hidden, meanwhile }: OneProps): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Close this organisation"
      caption={organisation.name}
      action={`/organisations/${organisation.id}/close`}
      back={toOne(organisation)}
      button={{ text: 'Close organisation', warning: true }}
      hidden={hidden}
      meanwhile={meanwhile}
      what="this organisation"
    >
      <p class="govuk-body">
        Nobody can act for a closed organisation, and its relations no longer count. What it sent is kept. You can open
        it again.
      </p>
      {dayField(form, 'day', 'Last day', 'Year-month-day, such as 2026-08-31')}
    </FormPage>
  );
}

/** What each organisation keeps of itself. */
export function ProfilePage({ frame, form, organisation, hidden, meanwhile }: OneProps): VNode {
  return (
    <FormPage
      frame={frame}
      form={form}
      title="Contact details and names"
      caption={organisation.name}
      action="/organisation/profile"
      back={{ text: 'My organisation', href: '/organisation' }}
      button={{ text: 'Save' }}
      hidden={hidden}
      meanwhile={meanwhile}
      what="this organisation"
    >
      <p class="govuk-body">
        Your collector keeps the name and the identifiers. To have one of them changed, write to your collector.
      </p>
      {contactFields(form)}
    </FormPage>
  );
}

function toOne({ id, name }: Organisation) {
  return { text: name, href: `/organisations/${id}` };
}
