import { addPerson, type Permission } from '../../src/modules/accounts/index.ts';
import { OFFERED, PERMISSIONS } from '../../src/modules/accounts/model.ts';
import { beginSession } from '../../src/modules/accounts/sessions.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { makeWorld, PHONE } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { makePlaces } from './places.ts';
import type { House, Role, RoleAtWork } from './roles.ts';
import type { Places, Row } from './routes/row.ts';

const MINUTE_DAYS = 1 / (24 * 60);
const AWARDING = OFFERED['awarding-organisation'];
const COLLECTORS: readonly Permission[] = ['Collector', 'Collector Administrator'];

function one(house: House, permission: Permission): Role {
  return { name: `${permission} at ${house}`, state: 'full', house, permissions: [permission] };
}

/** Everybody who asks: each permission by itself, in one's own organisation and in another. Those with an old proof first. */
const ROLES: readonly Role[] = [
  { name: 'Old proof at northern', state: 'old', house: 'northern', permissions: AWARDING },
  { name: 'Old proof at regulator', state: 'old', house: 'regulator', permissions: OFFERED.regulator },
  { name: 'Nobody', state: 'nobody', permissions: [] },
  { name: 'First step done', state: 'half', house: 'northern', permissions: AWARDING },
  { name: 'Ended at northern', state: 'ended', house: 'northern', permissions: AWARDING },
  { name: 'No permission', state: 'full', house: 'northern', permissions: [] },
  ...AWARDING.map((permission) => one('northern', permission)),
  ...AWARDING.map((permission) => one('albion', permission)),
  one('northern', 'Media Submissions'),
  one('albion', 'Media Submissions'),
  ...COLLECTORS.map((permission) => one('regulator', permission)),
  ...COLLECTORS.map((permission) => one('department', permission)),
  one('regulator', 'Auditor'),
  {
    name: 'Looking',
    state: 'looking',
    house: 'northern',
    permissions: PERMISSIONS.filter((permission) => !permission.startsWith('Collector')),
  },
];

export interface SecurityStage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly places: Places;
  readonly roles: readonly RoleAtWork[];
  role(name: string): RoleAtWork;
}

/** One Garner with somebody of every role and a thing of every kind. */
export async function openSecurityStage(): Promise<SecurityStage> {
  const garner = await openTestGarner({
    environment: {
      GARNER_DEMO: 'yes',
      // Nobody answers there.
      OIDC_ISSUER: 'http://127.0.0.1:1',
      OIDC_CLIENT_ID: 'garner',
      OIDC_CLIENT_SECRET: 'a-secret-of-this-test',
    },
  });
  const { context, clock } = garner;
  const world = await makeWorld(garner);
  const { northern, albion } = world;
  const { id: regulator } = await context.db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'regulator')
    .executeTakeFirstOrThrow();
  const department = await addOrganisation(context.db, { kind: 'department', name: 'Department', otherNames: [] });
  const houses: Readonly<Record<House, number>> = { northern, albion, regulator, department };
  const roles: RoleAtWork[] = [];
  for (const role of ROLES) {
    if (role.state === 'nobody') clock.moveDays(11 * MINUTE_DAYS);
    roles.push({ ...role, visitor: await enter(garner, houses, role) });
  }
  const role = (name: string): RoleAtWork => {
    const found = roles.find((each) => each.name === name);
    if (!found) throw new Error(`There is nobody called ${name}`);
    return found;
  };
  const places = await makePlaces(garner, world, regulator, role);
  return { garner, places, roles, role, [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose]() };
}

/** A browser with the session of somebody of that role. */
async function enter(garner: TestGarner, houses: Readonly<Record<House, number>>, role: Role): Promise<Visitor> {
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
  if (role.state === 'nobody') return visitor;
  const { db, clock } = garner.context;
  const looks = role.state === 'looking';
  const organisationId = houses[looks ? 'regulator' : role.house!];
  const permissions = looks ? COLLECTORS : (role.permissions as readonly Permission[]);
  const email = `${role.name.replaceAll(/[^a-z]/gi, '-')}@people.example`;
  const personId = await addPerson(db, {
    name: `Somebody of ${role.house}`,
    email,
    phone: PHONE,
    organisationId,
    permissions,
  });
  const first = role.state === 'half' ? 'password' : undefined;
  const session = { personId, organisationId, first, address: '127.0.0.1', browser: 'Chrome on Linux' } as const;
  const { token, id } = await beginSession(db, clock, session);
  visitor.cookies.set('garner_session', token);
  if (looks)
    await db.updateTable('session').set({ seeing_organisation_id: houses.northern }).where('id', '=', id).execute();
  if (role.state === 'ended')
    await db.updateTable('membership').set({ ends_at: clock.now() }).where('person_id', '=', personId).execute();
  return visitor;
}

/** Somebody who may use a route. */
export function whoMay({ roles }: SecurityStage, name: string, row: Row): RoleAtWork {
  const able = (role: RoleAtWork): boolean => {
    if (row.rule === 'anyone') return role.state === 'nobody';
    if (row.rule === 'first-step') return role.state === 'half';
    const { rule, seenBy = () => true } = row;
    const holds = rule === 'signed-in' || [rule.permission].flat().some((one) => role.permissions.includes(one));
    return role.state === 'full' && holds && seenBy(role);
  };
  const found = roles.find(able);
  if (!found) throw new Error(`Nobody here may use ${name}`);
  return found;
}
