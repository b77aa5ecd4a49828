import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFERED, PERMISSIONS, type Permission } from '../../src/modules/accounts/model.ts';
import { PATIENCE_MS } from '../journeys/story.ts';
import { isUnsafe, ROWS } from './route-table.ts';
import { asked, requestOf } from './routes/row.ts';
import { openSecurityStage, type SecurityStage } from './stage.ts';

let stage: SecurityStage;
beforeAll(async () => {
  stage = await openSecurityStage();
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

/** Changes who is told of something, and opens no page. */
const TELLS: readonly Permission[] = ['Event Notifications'];

function opens(permission: string): readonly string[] {
  const allowed = ROWS.filter(
    ([, { rule }]) => typeof rule === 'object' && [rule.permission].flat().includes(permission),
  );
  return allowed.map(([name]) => name);
}

const offered = PERMISSIONS.filter((permission) => Object.values(OFFERED).some((some) => some.includes(permission)));

describe('no permission is a label without effect', () => {
  test.each(offered.filter((permission) => !TELLS.includes(permission)))(
    '%s opens what is closed without it',
    async (permission) => {
      const house = permission.startsWith('Collector') ? 'regulator' : 'northern';
      const { visitor: has } = stage.role(`${permission} at ${house}`);
      const { visitor: without } = stage.role('No permission');
      const pages = ROWS.filter(
        ([name, row]) => opens(permission).includes(name) && name.startsWith('GET ') && row.ok === 200,
      );
      expect(pages.length).toBeGreaterThan(0);
      const opened: string[] = [];
      for (const [name, row] of pages) {
        const request = await requestOf(name, row, stage.places);
        expect([name, (await without.ask(request.url, asked(request))).statusCode]).toEqual([name, 403]);
        if ((await has.ask(request.url, asked(request))).statusCode === 200) opened.push(name);
      }
      expect(opened).not.toEqual([]);
    },
  );

  test('Event Notifications: is told what happens, and nobody else is', async () => {
    const { visitor } = stage.role('Collector Administrator at regulator');
    expect((await visitor.post(`/organisations/${stage.places.northern}/look`)).statusCode).toBe(303);
    const { rows } = await stage.garner.context.pool.query(
      `select distinct 'Event Notifications' = any(permissions) as operator, ends_at is null as runs, organisation_id
       from outbox_letter join person on person.email = recipient join membership on membership.person_id = person.id
       where subject like '%is looking at your pages%'`,
    );
    expect(rows).toEqual([{ operator: true, runs: true, organisation_id: stage.places.northern }]);
  });

  test('what is offered nowhere stands on no route, and no route wants what nobody can have', () => {
    const wanted = new Set(ROWS.flatMap(([, { rule }]) => (typeof rule === 'object' ? [rule.permission].flat() : [])));
    expect([...wanted].sort()).toEqual(offered.filter((permission) => !TELLS.includes(permission)).toSorted());
  });
});

test('an auditor changes nothing: the one act that is theirs starts a check of the chain', () => {
  expect(opens('Auditor').filter(isUnsafe)).toEqual(['POST /audit/chain/check']);
});

test('what gives power over people, changes how somebody signs in, or cannot be undone wants a proof of late', () => {
  const dangerous = ROWS.filter(([name]) =>
    /^POST \/(account\/(address|apps|passkeys|phone|recovery)|organisation\/users\/:id\/(powers|second-steps|delete)|organisation\/settings|organisations\/:id\/(close|reopen|merge|look))/.test(
      name,
    ),
  );
  expect(dangerous.length).toBeGreaterThanOrEqual(17);
  expect(dangerous.filter(([, { recent }]) => !recent).map(([name]) => name)).toEqual([]);
});
