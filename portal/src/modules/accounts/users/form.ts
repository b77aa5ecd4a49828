import { type Static, Type } from 'typebox';
import { RESPONSIBLE_OFFICER } from '../model.ts';
import { type DayParts, isoDay, lastDay } from './day.ts';
import type { UserInput } from './fields.ts';
import type { Member } from './members.ts';
import { phoneInWords } from './phone-number.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

/** The form about a person as it arrives. Longer than what is taken, so that too long is told in words. */
export const UserForm = Type.Object({
  name: text(1000),
  title: text(200),
  email: text(1000),
  phone: text(200),
  alternativeEmail: text(1000),
  responsibleOfficer: Type.Optional(Type.Literal('yes')),
  jobTitles: text(5000),
  permissions: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 30 })),
  'until-day': text(20),
  'until-month': text(20),
  'until-year': text(20),
  state: text(100),
});

/** What the form shows. */
export interface UserValues {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly alternativeEmail: string;
  readonly responsibleOfficer: boolean;
  /** The other job titles, one on each line. */
  readonly jobTitles: string;
  readonly permissions: readonly string[];
  readonly until: DayParts;
}

export const NO_VALUES: UserValues = {
  name: '',
  title: '',
  email: '',
  phone: '',
  alternativeEmail: '',
  responsibleOfficer: false,
  jobTitles: '',
  permissions: [],
  until: { day: '', month: '', year: '' },
};

/** What was typed. */
export function valuesOf(form: Static<typeof UserForm>): UserValues {
  const {
    name = '',
    title = '',
    email = '',
    phone = '',
    alternativeEmail = '',
    jobTitles = '',
    permissions = [],
  } = form;
  const until = { day: form['until-day'] ?? '', month: form['until-month'] ?? '', year: form['until-year'] ?? '' };
  const responsibleOfficer = form.responsibleOfficer === 'yes';
  return { name, title, email, phone, alternativeEmail, jobTitles, permissions, until, responsibleOfficer };
}

/** What is kept about somebody, as the form shows it. */
export function valuesFrom(member: Member): UserValues {
  const [year = '', month = '', day = ''] = member.endsAt === null ? [] : lastDay(member.endsAt).split('-');
  return {
    name: member.name,
    title: member.title ?? '',
    email: member.email,
    phone: member.phone === null ? '' : phoneInWords(member.phone),
    alternativeEmail: member.alternativeEmail ?? '',
    responsibleOfficer: member.jobTitles.includes(RESPONSIBLE_OFFICER),
    jobTitles: member.jobTitles.filter((one) => one !== RESPONSIBLE_OFFICER).join('\n'),
    permissions: member.permissions,
    until: { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year },
  };
}

/** What the form asks for. */
export function inputFrom(values: UserValues, organisationId: number): UserInput {
  const { name, title, email, phone, alternativeEmail, permissions, until } = values;
  const others = values.jobTitles.split(/[\r\n]+/);
  const jobTitles = values.responsibleOfficer ? [RESPONSIBLE_OFFICER, ...others] : others;
  const given = `${until.day}${until.month}${until.year}`.trim() !== '';
  const accessUntil = given ? { accessUntil: isoDay(until) ?? 'no such day' } : {};
  return { organisationId, name, title, email, phone, alternativeEmail, permissions, jobTitles, ...accessUntil };
}
