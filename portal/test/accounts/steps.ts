import type { App } from '../../src/platform/http/app.ts';
import { addTestPerson, PASSWORD } from '../factories.ts';
import type { TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

export const MINUTE_DAYS: number = 1 / (24 * 60);

let people = 0;

/** Another data manager, for one test alone; gives the e-mail address. */
export async function anotherPerson(garner: TestGarner, organisationId: number, name = 'Amina Patel'): Promise<string> {
  const email = `person-${++people}@northern.example`;
  const { db } = garner.context;
  await db
    .transaction()
    .execute((trx) =>
      addTestPerson(trx, garner.context, { name, email, organisationId, permissions: ['Data Submissions'] }),
    );
  return email;
}

/** Somebody in a new browser who gave the right password and has the second step before them. */
export async function halfSignedIn(app: App, email: string): Promise<Visitor> {
  const visitor = new Visitor(app);
  await visitor.get('/sign-in');
  const answer = await visitor.post('/sign-in', { email, password: PASSWORD });
  if (answer.statusCode !== 303) throw new Error(`The first step failed: ${answer.statusCode}`);
  await visitor.get('/sign-in/step');
  return visitor;
}

/** How often somebody did something, by the audit trail. */
export async function countEvents({ context }: TestGarner, email: string, action: string): Promise<number> {
  const { rows } = await context.pool.query(
    `select count(*)::int as count from audit_event event
     join audit_detail detail on detail.event_id = event.id
     join person on person.id = detail.person_id
     where email = $1 and action = $2`,
    [email, action],
  );
  return rows[0].count;
}

/** What somebody proved the last time they signed in, by the audit trail. */
export async function howLastSignedIn({ context }: TestGarner, email: string): Promise<readonly string[]> {
  const { rows } = await context.pool.query(
    `select detail.after->'how' as how from audit_event event
     join audit_detail detail on detail.event_id = event.id
     join person on person.id = detail.person_id
     where email = $1 and action = 'sign-in' order by event.id desc limit 1`,
    [email],
  );
  return rows[0].how;
}

/** In how many browsers somebody goes without the second step. */
export async function countTrusted({ context }: TestGarner, email: string): Promise<number> {
  const { rows } = await context.pool.query(
    'select count(*)::int as count from trusted_browser join person on person.id = person_id where email = $1',
    [email],
  );
  return rows[0].count;
}
