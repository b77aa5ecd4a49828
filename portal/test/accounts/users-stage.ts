import type { LightMyRequestResponse } from 'fastify';
import { addPerson, type Permission, trustBrowser } from '../../src/modules/accounts/index.ts';
import { memberOf, stateOf } from '../../src/modules/accounts/users/members.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { browserOf, PASSWORD, PHONE } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

/** Northern's people: two administrators, an Approver, a data manager, the Responsible Officer; and two of Albion. */
const PEOPLE = {
  anna: { name: 'Anna Berg', at: 'northern', permissions: ['Organisation Administrator'] },
  carl: { name: 'Carl Diaz', at: 'northern', permissions: ['Organisation Administrator'] },
  april: { name: 'April Eze', at: 'northern', permissions: ['Approver'] },
  amina: { name: 'Amina Patel', at: 'northern', permissions: ['Data Submissions'] },
  ruth: { name: 'Ruth Clarke', at: 'northern', permissions: ['Event Notifications'] },
  olga: { name: 'Olga Finn', at: 'albion', permissions: ['Organisation Administrator'] },
  owen: { name: 'Owen Hughes', at: 'albion', permissions: ['Data Submissions'] },
} as const satisfies Readonly<
  Record<string, { name: string; at: 'northern' | 'albion'; permissions: readonly Permission[] }>
>;
export type Who = keyof typeof PEOPLE;

/** Two organisations with their people: new for each test, in one database for the file. */
export interface House {
  readonly northern: number;
  readonly albion: number;
  email(who: Who): string;
  id(who: Who): number;
  as(who: Who): Promise<Visitor>;
  /** `/organisation/users/7` and what comes after it. */
  place(who: Who, rest?: string): string;
  /** What they may do in Northern (or elsewhere); undefined where they do not belong to it. */
  permissions(who: Who, organisationId?: number): Promise<readonly string[] | undefined>;
  /** What the form that is shown of them is known by. */
  state(who: Who): Promise<string>;
  /** Subjects of the letters to them, the oldest first. */
  letters(who: Who): Promise<readonly string[]>;
  /** Actions on record about a subject, the oldest first. */
  record(subject: string): Promise<readonly string[]>;
  /** Rows that a statement gives. */
  rows(sql: string, ...values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export interface UsersStage extends AsyncDisposable {
  readonly garner: TestGarner;
  /** Organisations and people that no test has touched; the clock stands where it began. */
  newHouse(): Promise<House>;
}

export async function openUsersStage(): Promise<UsersStage> {
  const garner = await openTestGarner();
  const { context, clock } = garner;
  const began = clock.now();
  let houses = 0;
  return {
    garner,
    [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose](),
    async newHouse() {
      const number = ++houses;
      clock.moveDays((began.getTime() - clock.now().getTime()) / (24 * 60 * 60 * 1000));
      const email = (who: Who) => `${who}.${number}@${PEOPLE[who].at}.example`;
      const ids = new Map<Who, number>();
      const rows = async (sql: string, ...values: readonly unknown[]) =>
        (await context.pool.query(sql, [...values])).rows;
      const { northern, albion } = await context.db.transaction().execute(async (trx) => {
        const kind = 'awarding-organisation' as const;
        const at = {
          northern: await addOrganisation(trx, { kind, name: `Northern ${number}`, otherNames: [] }),
          albion: await addOrganisation(trx, { kind, name: `Albion ${number}`, otherNames: [] }),
        };
        for (const who of Object.keys(PEOPLE) as Who[]) {
          const { name, at: where, permissions } = PEOPLE[who];
          const jobTitles = who === 'ruth' ? ['Responsible Officer'] : [];
          const given = { name, email: email(who), phone: PHONE, organisationId: at[where], permissions, jobTitles };
          const first = houses === 1 && ids.size === 0;
          ids.set(who, await addPerson(trx, { ...given, ...(first && { password: PASSWORD }) }));
          await trustBrowser(trx, clock, browserOf(email(who)), ids.get(who)!, 'Chrome on Linux');
        }
        return at;
      });
      // One password for all, so that it is worked out once.
      await rows(
        `update person set password_hash = (select password_hash from person where email = 'anna.1@northern.example')
          where id = any($1)`,
        [...ids.values()],
      );
      const id = (who: Who) => ids.get(who)!;
      return {
        northern,
        albion,
        email,
        id,
        rows,
        as: (who) => Visitor.signedIn(garner.app, email(who)),
        place: (who, rest = '') => `/organisation/users/${id(who)}${rest}`,
        async permissions(who, organisationId = northern) {
          const found = await rows(
            'select permissions from membership where person_id = $1 and organisation_id = $2',
            id(who),
            organisationId,
          );
          return found[0]?.['permissions'];
        },
        async state(who) {
          const { at } = PEOPLE[who];
          return stateOf(await memberOf(context.db, at === 'northern' ? northern : albion, id(who)));
        },
        letters: async (who) => {
          const found = await rows('select subject from outbox_letter where recipient = $1 order by id', email(who));
          return found.map(({ subject }) => String(subject));
        },
        record: async (subject) => {
          const found = await rows('select action from audit_event where subject = $1 order by id', subject);
          return found.map(({ action }) => String(action));
        },
      };
    },
  };
}

/** Sends a form whose fields may come several times. */
export function send(
  visitor: Visitor,
  url: string,
  fields: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<LightMyRequestResponse> {
  const form = new URLSearchParams({ _csrf: visitor.csrf });
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return visitor.ask(url, { method: 'POST', headers, payload: form.toString() });
}

/** The words of a page, without its markup. */
export function words(answer: LightMyRequestResponse): string {
  return answer.body
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

/** Where an answer sends the browser on to. */
export function onward(answer: LightMyRequestResponse): string {
  if (answer.statusCode !== 303) throw new Error(`${answer.statusCode} instead of going on: ${words(answer)}`);
  return String(answer.headers.location);
}
