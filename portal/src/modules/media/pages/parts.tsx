import type { ComponentChildren, VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import type { Frame } from '../../../ui/layout.tsx';
import type { Candidate } from '../model.ts';
import type { CentreWork, SessionChoice } from '../queries.ts';

/** Which component a page is about, as the guide shows it above each. */
export function WorkSummary({ work }: { work: CentreWork }): VNode {
  const rows = [
    ['Session', work.session],
    ['Qualification', work.qualification],
    ['Subject', work.subject],
    ['Component code', work.code],
    ['Component name', work.name],
  ] as const;
  return (
    <dl class="garner-facts">
      {rows.map(([name, value]) => (
        <div class="garner-facts__fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A green banner about what was just done. */
export function Done({ children }: { children: ComponentChildren }): VNode {
  return govuk('notificationBanner', {
    type: 'success',
    html: `<p class="govuk-notification-banner__heading">${String(children)}</p>`,
  });
}

/** Faults of a form as a whole or of its fields. */
export function Faults({
  errors,
}: {
  errors: readonly { readonly text: string; readonly href?: string }[];
}): VNode | null {
  if (errors.length === 0) return null;
  return govuk('errorSummary', { titleText: 'There is a problem', errorList: [...errors] });
}

/** "22 uploaded, 43 remaining". */
export function Tally({ work }: { work: Pick<CentreWork, 'candidates' | 'dealt'> }): VNode {
  return (
    <>
      <strong>{work.dealt.toLocaleString('en-GB')} uploaded</strong>
      <br />
      {(work.candidates - work.dealt).toLocaleString('en-GB')} remaining
    </>
  );
}

/** Candidates by number; who they are is read out and shown on pointing. */
export function Candidates({ candidates }: { candidates: readonly Candidate[] }): VNode {
  if (candidates.length === 0) return <>None yet</>;
  return (
    <>
      {candidates.map(({ number, surname, forename }, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <span title={`${surname}, ${forename}`}>{number}</span>
        </>
      ))}
    </>
  );
}

interface SearchProps {
  readonly sessions: readonly SessionChoice[];
  readonly choices: { readonly qualifications: readonly string[]; readonly subjects: readonly string[] } | undefined;
  readonly filter:
    | {
        readonly session: number;
        readonly qualification?: string | undefined;
        readonly subject?: string | undefined;
        readonly code?: string | undefined;
        readonly name?: string | undefined;
      }
    | undefined;
  readonly missing: boolean;
  readonly action: string;
  readonly frame: Frame;
  readonly children?: ComponentChildren;
}

/** The search of the guide: a session must be chosen, the rest narrows it down. */
export function Search({ sessions, choices, filter, missing, action, children }: SearchProps): VNode {
  const select = (name: string, label: string, values: readonly string[], chosen: string | undefined): VNode =>
    govuk('select', {
      id: name,
      name,
      label: { text: label },
      items: [
        { value: '', text: 'Any' },
        ...values.map((value) => ({ value, text: value, selected: value === chosen })),
      ],
    });
  return (
    <form method="get" action={action} class="garner-search" novalidate>
      <div class="garner-search__fields">
        {govuk('select', {
          id: 'session',
          name: 'session',
          label: { text: 'Session' },
          ...(missing ? { errorMessage: { text: 'Select a session' } } : {}),
          items: [
            { value: '', text: 'Select a session' },
            ...sessions.map(({ id, name, body }) => ({
              value: String(id),
              text: `${name}, ${body}`,
              selected: id === filter?.session,
            })),
          ],
        })}
        {choices ? select('qualification', 'Qualification', choices.qualifications, filter?.qualification) : null}
        {choices ? select('subject', 'Subject', choices.subjects, filter?.subject) : null}
        {govuk('input', {
          id: 'code',
          name: 'code',
          label: { text: 'Component code' },
          value: filter?.code ?? '',
          autocomplete: 'off',
        })}
        {govuk('input', {
          id: 'name',
          name: 'name',
          label: { text: 'Component name' },
          value: filter?.name ?? '',
          autocomplete: 'off',
        })}
        {children}
      </div>
      <div class="govuk-button-group">
        {govuk('button', { text: 'Search' })}
        <a class="govuk-link" href={action}>
          Clear
        </a>
      </div>
    </form>
  );
}
