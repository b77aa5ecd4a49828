import { createHash } from 'node:crypto';
import type { Database } from '../../../../platform/db/database.ts';
import type { CheckedRow, OrganisationKind } from '../../../organisations/index.ts';
import { emailKey } from '../../email-key.ts';
import { offered } from '../../model.ts';
import { planUser, type ReadyUser } from '../add-user.ts';
import { readEmail, type UserInput } from '../fields.ts';
import { newPowers } from '../people-acts.ts';

/** What one row of a file of people would do. */
export type PlannedPerson = {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** As the file has it, which may not be what the person is called here. */
  readonly name: string;
  readonly email: string;
} & (
  | { readonly what: 'new-person' | 'new-membership'; readonly input: UserInput; readonly ready: ReadyUser }
  /** They belong to the organisation, and stay as they are. `ended`: but their access is over. */
  | { readonly what: 'already-there'; readonly ended: boolean }
  | { readonly what: 'refused'; readonly why: readonly string[] }
);

interface Here {
  readonly id: number;
  readonly kind: OrganisationKind;
}

/** Works out what each row would do in an organisation now; nothing is changed. */
export async function planPeople(
  db: Database,
  here: Here,
  rows: readonly CheckedRow[],
  now: Date,
): Promise<PlannedPerson[]> {
  const twins = twinsOf(rows);
  const plan: PlannedPerson[] = [];
  for (const row of rows) plan.push(await planRow(db, here, row, twins, now));
  return plan;
}

async function planRow(
  db: Database,
  here: Here,
  { row, cells }: CheckedRow,
  twins: Twins,
  now: Date,
): Promise<PlannedPerson> {
  const input = inputFrom(cells, here.id);
  const { name, email, permissions } = input;
  const about = { row, name: name.trim(), email: email.trim() };
  const plan = await planUser(db, input, now);
  const why = [
    ...(plan.outcome === 'refused' ? plan.faults.map(({ message }) => message) : []),
    ...formulaFaults(cells),
    ...powerFaults(offered(here.kind, newPowers(permissions, []))),
    ...twinFaults(row, email, twins),
  ];
  if (why.length > 0 || plan.outcome === 'refused') return { ...about, what: 'refused', why };
  if (plan.outcome === 'already-there') return { ...about, what: 'already-there', ended: plan.ended };
  return { ...about, what: plan.outcome, input, ready: plan.ready };
}

function inputFrom(cells: CheckedRow['cells'], organisationId: number): UserInput {
  const text = (column: string): string => cells[column] ?? '';
  const list = (column: string): string[] =>
    text(column)
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const until = text('AccessUntil').trim();
  return {
    organisationId,
    name: text('Name'),
    email: text('Email'),
    phone: text('Phone'),
    jobTitles: list('JobTitles'),
    permissions: list('Permissions'),
    ...(until !== '' && until !== 'none' && { accessUntil: until }),
  };
}

// In their wide forms, too.
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Nobody is called by a formula: lists of people are opened in spreadsheets, too. */
function formulaFaults(cells: CheckedRow['cells']): string[] {
  return ['Name', 'Email', 'JobTitles']
    .filter((column) => (cells[column] ?? '').split(';').some((one) => FORMULA.test(one)))
    .map((column) => `${column} begins as a formula does, with =, +, - or @. Begin it with a letter or digit`);
}

/** They give power over others, which wants a look at each person, and who asks confirmed. */
function powerFaults(powers: readonly string[]): string[] {
  if (powers.length === 0) return [];
  const named = powers.join(' and ');
  return [`A file cannot give ${named}. Leave it out here, then give it to the person on the page Manage users`];
}

/** Rows of a file by what their addresses have in common. */
type Twins = ReadonlyMap<string, readonly { readonly row: number; readonly email: string }[]>;

function twinsOf(rows: readonly CheckedRow[]): Twins {
  const byKey = new Map<string, { row: number; email: string }[]>();
  for (const { row, cells } of rows) {
    const { email, fault } = readEmail(cells['Email'] ?? '');
    if (fault) continue;
    const key = emailKey(email);
    byKey.set(key, [...(byKey.get(key) ?? []), { row, email }]);
  }
  return byKey;
}

/** All such rows are refused: which of them is meant is not for us to say. */
function twinFaults(row: number, written: string, twins: Twins): string[] {
  const { email } = readEmail(written);
  const others = (twins.get(emailKey(email)) ?? []).filter((one) => one.row !== row);
  const rowsOf = (some: typeof others): string => {
    const [first, ...more] = some.map((one) => one.row);
    return more.length === 0 ? `row ${first}` : `row ${first} and ${more.length} more`;
  };
  const same = others.filter((one) => one.email === email);
  const alike = others.filter((one) => one.email !== email);
  return [
    ...(same.length > 0 ? [`This is the address of ${rowsOf(same)}, too. Keep one row for each person`] : []),
    ...(alike.length > 0
      ? [`This address looks like the one of ${rowsOf(alike)}, though it is not the same. Check both letter by letter`]
      : []),
  ];
}

/** How many rows would do what. */
export interface PeopleCounts extends Readonly<Record<string, number>> {
  readonly newPeople: number;
  readonly newMemberships: number;
  readonly alreadyThere: number;
  readonly refused: number;
}

export function countPeople(plan: readonly PlannedPerson[]): PeopleCounts {
  const those = (what: PlannedPerson['what']): number => plan.filter((one) => one.what === what).length;
  return {
    newPeople: those('new-person'),
    newMemberships: those('new-membership'),
    alreadyThere: those('already-there'),
    refused: those('refused'),
  };
}

const LETTERS = { 'new-person': 'n', 'new-membership': 'm', 'already-there': 't', refused: 'r' } as const;
const WORDS: Readonly<Record<string, string>> = {
  n: 'a new person',
  m: 'a person who has an account',
  t: 'in your organisation already',
  r: 'left out',
};

/** A plan in few characters, which the form carries: what is confirmed must be what was shown. */
export function planAsShown(plan: readonly PlannedPerson[]): string {
  const marks = plan.map((one) => {
    const hash = createHash('sha256').update(JSON.stringify(one)).digest('base64url');
    return `${LETTERS[one.what]}${hash.slice(0, 10)}`;
  });
  return marks.join('.');
}

/** Rows that would do something else than was shown, each as a sentence; none where what was shown cannot be read. */
export function changesSince(shown: string, plan: readonly PlannedPerson[]): string[] {
  const before = shown.split('.');
  if (before.length !== plan.length) return [];
  const now = planAsShown(plan).split('.');
  return plan.flatMap(({ row, email }, at) => {
    const [was = '', is = ''] = [before[at], now[at]];
    if (was === is) return [];
    const [then, today] = [WORDS[was.charAt(0)], WORDS[is.charAt(0)]];
    return then === undefined || then === today
      ? `Row ${row}, ${email}: other details than you saw.`
      : `Row ${row}, ${email}: was ${then}, and is ${today} now.`;
  });
}
