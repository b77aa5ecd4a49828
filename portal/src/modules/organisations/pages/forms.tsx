import type { ComponentChildren, VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { KIND_WORDS, KINDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import {
  contactFields,
  dayField,
  errorOf,
  Faults,
  type FormState,
  identifierFields,
  type Meanwhile,
  MeanwhileNotice,
  textField,
} from './parts.tsx';

interface FormPageProps {
  readonly frame: Frame;
  readonly form: FormState;
  readonly title: string;
  readonly caption?: string;
  readonly action: string;
  readonly back: { readonly text: string; readonly href: string };
  readonly button: { readonly text: string; readonly warning?: boolean };
  /** What the form was made of; sent back with it. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly meanwhile?: readonly Meanwhile[] | undefined;
  readonly children: ComponentChildren;
}

/** A page with one form. */
export function FormPage(props: FormPageProps): VNode {
  const { frame, form, title, caption, action, back, button, hidden = {}, meanwhile, children } = props;
  return (
    <Layout frame={frame} title={title} back={back} error={form.faults.length > 0}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <Faults faults={form.faults} />
          <MeanwhileNotice changes={meanwhile} />
          {caption === undefined ? null : <span class="govuk-caption-l">{caption}</span>}
          <h1 class="govuk-heading-l">{title}</h1>
          <form method="post" action={action} novalidate>
            <CsrfField frame={frame} />
            {Object.entries(hidden).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            {children}
            {govuk('button', {
              text: button.text,
              preventDoubleClick: true,
              ...(button.warning ? { classes: 'govuk-button--warning' } : {}),
            })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

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
        value: form.values['kind'],
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
  readonly meanwhile?: readonly Meanwhile[] | undefined;
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
