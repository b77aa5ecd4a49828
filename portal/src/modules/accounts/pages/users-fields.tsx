import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import type { Frame } from '../../../ui/layout.tsx';
import { PERMISSION_WORDS, type Permission, RESPONSIBLE_OFFICER } from '../model.ts';
import type { Fault, UserField } from '../users/fields.ts';
import type { UserValues } from '../users/form.ts';
import type { Member } from '../users/members.ts';
import { POWERS } from '../users/people-acts.ts';
import type { Done } from '../users/words.ts';

export interface UserFormProps {
  readonly frame: Frame;
  readonly organisation: string;
  readonly values: UserValues;
  readonly offered: readonly Permission[];
  readonly faults?: readonly Fault[];
  /** Why nothing was saved, where it is about no field. */
  readonly problem?: { readonly title: string; readonly message: string };
  /** Absent: somebody new. */
  readonly member?: Member;
  /** What `stateOf` gave when the form was filled. */
  readonly state?: string;
  readonly done?: { readonly what: Done; readonly name: string | undefined } | undefined;
  readonly self?: boolean;
}

function errorAt(faults: readonly Fault[] | undefined, field: UserField) {
  const text = faults?.find((fault) => fault.field === field)?.message;
  return text === undefined ? {} : { errorMessage: { text } };
}

/** About the person; only shown where they belong elsewhere, too. */
export function PersonPart({ values, faults, member }: UserFormProps): VNode {
  if (member?.elsewhere) {
    return (
      <>
        {govuk('insetText', {
          text: 'This person belongs to other organisations, too. Only they can change their name and how they are reached.',
        })}
        {govuk('summaryList', {
          rows: [
            { key: { text: 'Full name' }, value: { text: member.name } },
            { key: { text: 'Login' }, value: { text: member.email } },
          ],
        })}
      </>
    );
  }
  return (
    <>
      {govuk('input', {
        id: 'title',
        name: 'title',
        label: { text: 'Title (optional)' },
        hint: { text: 'Such as Ms, Mr, Mx or Dr' },
        classes: 'govuk-input--width-5',
        value: values.title,
        autocomplete: 'off',
        ...errorAt(faults, 'title'),
      })}
      {govuk('input', {
        id: 'name',
        name: 'name',
        label: { text: 'Full name' },
        hint: { text: 'First name and surname, as others know the person' },
        value: values.name,
        spellcheck: false,
        autocomplete: 'off',
        ...errorAt(faults, 'name'),
      })}
      {member
        ? govuk('summaryList', {
            rows: [{ key: { text: 'Login (e-mail)' }, value: { text: `${member.email} – only they can change it` } }],
          })
        : govuk('input', {
            id: 'email',
            name: 'email',
            type: 'email',
            label: { text: 'E-mail address' },
            hint: { text: 'The person signs in with it, and the invitation goes there. It must be theirs alone.' },
            value: values.email,
            spellcheck: false,
            autocomplete: 'off',
            ...errorAt(faults, 'email'),
          })}
      {govuk('input', {
        id: 'phone',
        name: 'phone',
        type: 'tel',
        label: { text: 'Phone number (optional)' },
        hint: {
          text: 'Codes to sign in go there, by text message or call. Without one, the person needs an authenticator app or a passkey. For numbers abroad begin with + and the code of the country.',
        },
        classes: 'govuk-input--width-20',
        value: values.phone,
        autocomplete: 'off',
        ...errorAt(faults, 'phone'),
      })}
      {govuk('input', {
        id: 'alternativeEmail',
        name: 'alternativeEmail',
        type: 'email',
        label: { text: 'Alternative e-mail address (optional)' },
        hint: { text: 'Also told there when a password, a second step or a browser is new' },
        value: values.alternativeEmail,
        spellcheck: false,
        autocomplete: 'off',
        ...errorAt(faults, 'alternativeEmail'),
      })}
    </>
  );
}

/** About what they may do in the organisation. */
export function MembershipPart({ values, faults, offered }: UserFormProps): VNode {
  const end = errorAt(faults, 'accessUntil');
  return (
    <>
      {govuk('checkboxes', {
        name: 'responsibleOfficer',
        idPrefix: 'responsibleOfficer',
        fieldset: { legend: { text: 'Job title(s) (optional)', classes: 'govuk-fieldset__legend--s' } },
        items: [
          {
            value: 'yes',
            text: RESPONSIBLE_OFFICER,
            hint: { text: 'Gets copies of what is sent to others about returns' },
            checked: values.responsibleOfficer,
          },
        ],
      })}
      {govuk('textarea', {
        id: 'jobTitles',
        name: 'jobTitles',
        label: { text: 'Other job titles (optional)' },
        hint: { text: 'Each on a line of its own, such as Data Manager' },
        rows: '3',
        value: values.jobTitles,
        ...errorAt(faults, 'jobTitles'),
      })}
      {govuk('checkboxes', {
        name: 'permissions',
        idPrefix: 'permissions',
        fieldset: { legend: { text: 'User permission(s) (optional)', classes: 'govuk-fieldset__legend--s' } },
        hint: { text: 'Without any, the person can sign in and read what everybody of the organisation can.' },
        items: offered.map((one) => ({
          value: one,
          text: one,
          hint: {
            text: `${PERMISSION_WORDS[one]}${POWERS.includes(one) ? '. To give it, you are asked to confirm on the next page' : ''}`,
          },
          checked: values.permissions.includes(one),
        })),
        ...errorAt(faults, 'permissions'),
      })}
      {govuk('dateInput', {
        id: 'until',
        namePrefix: 'until',
        fieldset: { legend: { text: 'Access until (optional)', classes: 'govuk-fieldset__legend--s' } },
        hint: { text: 'The last day, for access lent to a supplier or a colleague. For example, 31 3 2027' },
        items: (['day', 'month', 'year'] as const).map((part) => ({
          name: part,
          id: `until-${part}`,
          value: values.until[part],
          classes: part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
          error: 'errorMessage' in end,
        })),
        ...end,
      })}
    </>
  );
}
