import type { VNode } from 'preact';
import { FormPage, type FormState } from '../../../../ui/forms.tsx';
import type { Frame } from '../../../../ui/layout.tsx';
import { EVERY_ENDING, isMedia } from '../../kinds.ts';
import { NOTICE_CODES } from '../../model.ts';
import type { ComponentFacts, SessionFacts } from '../queries.ts';
import { NOTICE_TITLES } from '../words.ts';
import { checkboxes, momentFields, numberField, radios, textField } from './form-parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly organisation: string;
  readonly form: FormState;
  readonly meanwhile?: readonly string[] | undefined;
}

interface SessionProps extends Props {
  /** Absent: a new one. */
  readonly session?: SessionFacts;
  readonly version?: string;
}

/** Adding or changing a session. */
export function SessionFormPage({ frame, organisation, form, meanwhile, session, version }: SessionProps): VNode {
  const place = session && `/recordings/sessions/${session.id}`;
  return (
    <FormPage
      frame={frame}
      form={form}
      caption={session?.name ?? organisation}
      title={session ? 'Change the session' : 'Add a session'}
      action={place ? `${place}/edit` : '/recordings/sessions/new'}
      back={session ? { text: session.name, href: place! } : { text: 'Recordings', href: '/recordings' }}
      button={{ text: session ? 'Save' : 'Add session' }}
      hidden={version === undefined ? {} : { version }}
      meanwhile={meanwhile}
    >
      {textField(form, 'code', 'Code', {
        hint: 'Short, such as JUN27. It is typed before the files of the session are destroyed.',
        classes: 'govuk-input--width-10',
      })}
      {textField(form, 'name', 'Name', { hint: 'As centres say it, such as June 2027' })}
      {textField(form, 'contact', 'E-mail address for questions', { type: 'email' })}
      {textField(form, 'keepUntil', 'Keep files until', {
        hint: 'The last day, as year-month-day. From the next day on the files may be destroyed.',
        classes: 'govuk-input--width-10',
      })}
    </FormPage>
  );
}

interface ComponentProps extends Props {
  readonly session: { readonly id: number; readonly name: string };
  /** Absent: a new one. */
  readonly component?: ComponentFacts;
}

/** Endings of names, in the groups in which they are shown. */
const PICTURES_FROM = EVERY_ENDING.indexOf('.mp4');
const SOUND = EVERY_ENDING.slice(0, PICTURES_FROM);
const PICTURES = EVERY_ENDING.slice(PICTURES_FROM).filter(isMedia);
const DOCUMENTS = EVERY_ENDING.filter((ending) => !isMedia(ending));

function endings(list: readonly string[]) {
  return list.map((value) => ({ value, text: value.slice(1).toUpperCase() }));
}

/** Types of file, side by side. */
function typeGroups(form: FormState): VNode {
  const groups = [
    [SOUND, { legend: 'Types of sound' }],
    [PICTURES, { legend: 'Types of video', idPrefix: 'types-video' }],
    [DOCUMENTS, { legend: 'Types of notes and forms', idPrefix: 'types-notes' }],
  ] as const;
  return (
    <div class="govuk-grid-row">
      {groups.map(([list, more]) => (
        <div class="govuk-grid-column-one-third">
          {checkboxes(form, 'types', endings(list), { ...more, small: true })}
        </div>
      ))}
    </div>
  );
}

/** Types of documents, and whatever else the component takes as one. */
function documentTypes(form: FormState): VNode {
  const chosen = [form.values['documentTypes'] ?? []].flat();
  const list = EVERY_ENDING.filter((ending) => DOCUMENTS.includes(ending) || chosen.includes(ending));
  return checkboxes(form, 'documentTypes', endings(list), { legend: 'Types of document', small: true });
}

/** Adding or changing a component with everything that is asked for in it. */
export function ComponentFormPage({ frame, form, meanwhile, session, component }: ComponentProps): VNode {
  const list = `/recordings/sessions/${session.id}/components`;
  return (
    <FormPage
      frame={frame}
      form={form}
      caption={component ? `${session.name}, ${component.code}` : session.name}
      title={component ? 'Change the component' : 'Add a component'}
      action={component ? `/recordings/components/${component.id}/edit` : `${list}/new`}
      back={{ text: 'Components', href: list }}
      button={{ text: component ? 'Save' : 'Add component' }}
      hidden={component ? { version: String(component.version) } : {}}
      meanwhile={meanwhile}
    >
      {textField(form, 'code', 'Component code', {
        hint: 'As printed, such as 8638/SF',
        classes: 'govuk-input--width-10',
      })}
      {textField(form, 'name', 'Component name')}
      {textField(form, 'qualification', 'Qualification', { hint: 'Such as International GCSE' })}
      {textField(form, 'subject', 'Subject')}

      <h2 class="govuk-heading-m">When</h2>
      {momentFields(form, 'opens', 'Opens')}
      {momentFields(form, 'closes', 'Closes')}
      <p class="govuk-hint">
        Centres with entries are told when the closing changes. For two weeks after it a final submission is still
        taken, as late.
      </p>

      <h2 class="govuk-heading-m">Files for candidates</h2>
      {typeGroups(form)}
      {numberField(form, 'megabytes', 'The most megabytes of a file', { suffix: 'MB' })}
      {numberField(form, 'atOnce', 'Files at a time', { hint: 'In the form for browsers without scripts' })}
      {numberField(form, 'filesEach', 'The most files for a candidate')}
      {textField(form, 'least', 'Shortest recording', {
        hint: 'In minutes and seconds, such as 4:30. Empty: any length. A shorter one gets a notice.',
        classes: 'govuk-input--width-5',
      })}
      {textField(form, 'most', 'Longest recording', {
        hint: 'Such as 15:00. A longer one gets a notice.',
        classes: 'govuk-input--width-5',
      })}
      {checkboxes(form, 'shared', [{ value: 'yes', text: 'One file may hold several candidates' }], {
        legend: 'Speaking together',
      })}
      {checkboxes(
        form,
        'roles',
        [
          { value: 'notes', text: 'Notes' },
          { value: 'form', text: 'A form' },
        ],
        { legend: 'What may be sent for a candidate besides recordings' },
      )}

      <h2 class="govuk-heading-m">Candidates without a file</h2>
      {textField(form, 'reasons', 'Reasons for a non-submission', { rows: '6', hint: 'Each on a line of its own' })}

      <h2 class="govuk-heading-m">Documents of the centre</h2>
      {textField(form, 'wanted', 'Documents asked for', {
        rows: '3',
        hint: 'In words, such as Attendance register, each on a line of its own',
      })}
      {checkboxes(
        form,
        'required',
        [{ value: 'yes', text: 'At least one must be there before the final submission' }],
        {
          legend: 'Is a document required?',
        },
      )}
      {documentTypes(form)}
      {numberField(form, 'documentMegabytes', 'The most megabytes of a document', { suffix: 'MB' })}
      {numberField(form, 'documentsAtOnce', 'Documents at a time')}
      {numberField(form, 'nameLength', 'The longest name of a document', { suffix: 'characters' })}

      <h2 class="govuk-heading-m">Doubtful files</h2>
      {radios(
        form,
        'unscanned',
        [
          { value: 'taken', text: 'They may be submitted', hint: 'It is always said that they were not virus-scanned' },
          { value: 'held', text: 'They fail, and are kept in quarantine' },
        ],
        { legend: 'Files that could not be virus-scanned' },
      )}
      {checkboxes(
        form,
        'blocking',
        NOTICE_CODES.map((value) => ({ value, text: NOTICE_TITLES[value] })),
        { legend: 'Notices that fail a file', hint: 'The others only inform the centre.' },
      )}
    </FormPage>
  );
}
