import type { VNode } from 'preact';
import { type FaultyFile, FileFaults, Found, visible } from '../../../ui/findings.tsx';
import { ConfirmImport } from '../../../ui/forms.tsx';
import { govuk, html, type TableCell } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count, dayInWords } from '../../../ui/words.ts';
import type { KeptImport } from '../../organisations/index.ts';
import { lastDay } from '../users/day.ts';
import { countPeople, type PeopleCounts, type PlannedPerson } from '../users/import/plan.ts';
import { phoneInWords } from '../users/phone-number.ts';

const TEMPLATE = '/templates/garner-people/2026-11';
const PLACE = '/organisation/users/import';

interface ChooseProps {
  readonly frame: Frame;
  readonly fault?: { readonly title: string; readonly message: string };
  /** What has to be mended in the file that was sent. */
  readonly found?: FaultyFile;
}

/** Choosing a file of people; with what is wrong with the one that was sent. */
export function ImportPeoplePage({ frame, fault, found }: ChooseProps): VNode {
  return (
    <Layout
      frame={frame}
      title="Add people from a file"
      back={{ text: 'Manage users', href: '/organisation/users' }}
      error={fault !== undefined || found !== undefined}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FileFaults fault={fault} found={found} />
          <h1 class="govuk-heading-l">Add people from a file</h1>
          <p class="govuk-body">
            One row for each person, in the columns of{' '}
            <a class="govuk-link" href={TEMPLATE}>
              the template
            </a>
            . Before anybody is added and invited, you see what the file would do.
          </p>
          <ul class="govuk-list govuk-list--bullet">
            <li>
              <a class="govuk-link" href={`${TEMPLATE}/header.csv`} download>
                Download the header
              </a>
            </li>
            <li>
              <a class="govuk-link" href={`${TEMPLATE}/example.csv`} download>
                Download an example
              </a>
            </li>
          </ul>
          <p class="govuk-body">
            People who belong to your organisation stay as they are. A file cannot give the permissions Organisation
            Administrator, Approver and Collector Administrator: give them to each person on the page Manage users.
          </p>
          <form method="post" action={PLACE} enctype="multipart/form-data" novalidate>
            <CsrfField frame={frame} />
            {govuk('fileUpload', {
              id: 'file',
              name: 'file',
              label: { text: 'Choose a file' },
              hint: { text: 'A CSV file of at most 1 MB and 500 rows' },
              attributes: { accept: '.csv' },
              ...(fault === undefined ? {} : { errorMessage: { text: fault.title } }),
            })}
            {govuk('button', { text: 'Check this file', preventDoubleClick: true })}
          </form>
        </div>
      </div>
      {found === undefined ? null : <Found {...found} outcome="Nobody was added." show={seen} />}
    </Layout>
  );
}

/** Control characters as their pictures; those that cannot be seen or turn the direction of writing as a mark. */
function seen(text: string): string {
  return visible(text).replaceAll(/\p{Cf}/gu, '\uFFFD');
}

interface PreviewProps {
  readonly frame: Frame;
  readonly organisation: string;
  readonly kept: Extract<KeptImport, { state: 'waiting' }>;
  readonly plan: readonly PlannedPerson[];
  /** The plan as the form carries it. */
  readonly shown: string;
  /** What changed since the page was seen that was confirmed; absent where none was. */
  readonly changes: readonly string[] | undefined;
}

/** What a file would do, to be confirmed. */
export function PeoplePreviewPage({ frame, organisation, kept, plan, shown, changes }: PreviewProps): VNode {
  const counts = countPeople(plan);
  const works = counts.newPeople + counts.newMemberships > 0;
  return (
    <Layout frame={frame} title="What the file would do" back={{ text: 'Another file', href: PLACE }}>
      {changes === undefined ? null : <Changes changes={changes} />}
      <span class="govuk-caption-l">
        {seen(kept.fileName)}, for {organisation}
      </span>
      <h1 class="govuk-heading-l">What the file would do</h1>
      {countsList(counts)}
      <PlanParts plan={plan} />
      <ConfirmImport frame={frame} at={`${PLACE}/${kept.id}`} works={works} hidden={{ shown }} words={WORDS} />
    </Layout>
  );
}

const WORDS = {
  works: 'All of them are added and sent an invitation at once, or nobody is. Rows that are left out are not used.',
  nothing: 'The file would add nobody.',
  button: 'Add these people',
};

function countsList({ newPeople, newMemberships, alreadyThere, refused }: PeopleCounts): VNode {
  return govuk('summaryList', {
    rows: [
      { key: { text: 'New people' }, value: { text: count(newPeople, 'person', 'people') } },
      { key: { text: 'People who have an account' }, value: { text: count(newMemberships, 'person', 'people') } },
      { key: { text: 'Already there' }, value: { text: count(alreadyThere, 'person', 'people') } },
      { key: { text: 'Left out' }, value: { text: count(refused, 'row') } },
    ],
  });
}

const CHANGES_SHOWN = 10;

function Changes({ changes }: { changes: readonly string[] }): VNode {
  const more = changes.length - CHANGES_SHOWN;
  return govuk('notificationBanner', {
    titleText: 'Changed meanwhile',
    role: 'alert',
    html: html(
      <>
        <p class="govuk-notification-banner__heading">
          Nobody was added, because the file would do something else than you saw. Look over what it would do now.
        </p>
        <ul class="govuk-list">
          {changes.slice(0, CHANGES_SHOWN).map((change) => (
            <li>{seen(change)}</li>
          ))}
          {more > 0 ? <li>And {count(more, 'row')} more.</li> : null}
        </ul>
      </>,
    ),
  });
}

type Of<W extends PlannedPerson['what']> = Extract<PlannedPerson, { what: W }>;

function PlanParts({ plan }: { plan: readonly PlannedPerson[] }): VNode {
  const those = <W extends PlannedPerson['what']>(what: W) => plan.filter((one): one is Of<W> => one.what === what);
  return (
    <>
      {part('Left out', 'Rows that are left out', those('refused'), 'Why', ({ why }) => ({
        html: html(<Lines texts={why.map((one) => `${seen(one)}.`)} />),
      }))}
      {added('New people', 'Each of them gets an account and an invitation.', those('new-person'))}
      {added(
        'People who have an account',
        'They get your organisation beside those they belong to, and an invitation. Their names and phone numbers stay as they have them.',
        those('new-membership'),
      )}
      {part('Already there', 'People who stay as they are', those('already-there'), 'What is so', ({ ended }) => ({
        text: ended
          ? 'Their access has ended. Edit them on the page Manage users to renew it.'
          : 'They belong to your organisation. The file changes nothing about them.',
      }))}
    </>
  );
}

function part<P extends PlannedPerson>(
  title: string,
  caption: string,
  people: readonly P[],
  last: string,
  cell: (person: P) => TableCell,
): VNode | null {
  if (people.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      {dataTable({
        caption,
        head: [{ text: 'Row', format: 'numeric' }, { text: 'Name' }, { text: 'E-mail address' }, { text: last }],
        rows: people.map((person) => [...whoCells(person), cell(person)]),
      })}
    </>
  );
}

function added(title: string, words: string, people: readonly Of<'new-person' | 'new-membership'>[]): VNode | null {
  if (people.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      <p class="govuk-body">{words}</p>
      {dataTable({
        caption: `${title}, in the order of the rows`,
        head: [
          { text: 'Row', format: 'numeric' },
          { text: 'Name' },
          { text: 'E-mail address' },
          { text: 'Phone' },
          { text: 'Job title(s)' },
          { text: 'Permissions' },
          { text: 'Access until' },
        ],
        rows: people.map((person) => {
          const { phone } = person.ready.person;
          const { jobTitles, permissions, endsAt } = person.ready.membership;
          return [
            ...whoCells(person),
            { text: phone === undefined || person.what === 'new-membership' ? '–' : phoneInWords(phone) },
            { html: html(<Lines texts={jobTitles} />) },
            { html: html(<Lines texts={permissions.length > 0 ? permissions : ['Standard user']} />) },
            { text: endsAt === undefined ? 'No end' : dayInWords(lastDay(endsAt)) },
          ];
        }),
      })}
    </>
  );
}

function whoCells({ row, name, email }: PlannedPerson): TableCell[] {
  return [{ text: row.toLocaleString('en-GB'), format: 'numeric' }, { text: seen(name) }, { text: seen(email) }];
}

function Lines({ texts }: { texts: readonly string[] }): VNode {
  return <>{texts.flatMap((text, at) => (at > 0 ? [<br />, text] : [text]))}</>;
}

interface OverProps {
  readonly frame: Frame;
  readonly organisation: string;
  readonly kept: Exclude<KeptImport, { state: 'waiting' }>;
}

/** An import that is over, and what came of it. */
export function PeopleOverPage({ frame, organisation, kept }: OverProps): VNode {
  const done = kept.state === 'done';
  const title = done ? 'The people of this file were added' : 'This file is not kept any more';
  return (
    <Layout frame={frame} title={title} back={{ text: 'Manage users', href: '/organisation/users' }}>
      {done
        ? govuk('notificationBanner', {
            type: 'success',
            text: 'They were sent invitations by e-mail, which are good for 7 days.',
          })
        : null}
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {kept.state === 'done' ? countsList(kept.summary as PeopleCounts) : null}
      <p class="govuk-body">
        {done
          ? 'The rows of the file were forgotten.'
          : 'It was given up, or nobody confirmed it within a day. Nobody was added, and its rows are forgotten. Send it again if you still want it.'}
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href="/organisation/users">
          Manage users
        </a>
      </p>
    </Layout>
  );
}
