import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv, makeWorld, OWEN, RUTH, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { decided, PATIENCE_MS, quiet } from '../journeys/story.ts';
import { Visitor } from '../visitor.ts';
import { type Places, type Row, SIGNED_IN_GETS, TABLE } from './route-table.ts';

type Who = 'nobody' | 'Ruth' | 'Owen' | 'Ben' | 'Amina';

let garner: TestGarner;
let world: World;
let places: Places;
let people: Readonly<Record<Who, Visitor>>;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  const { app } = garner;
  const nobody = new Visitor(app);
  await nobody.get('/sign-in');
  const [Amina, Ben, Ruth, Owen] = [
    await Visitor.signedIn(app, AMINA),
    await Visitor.signedIn(app, BEN),
    await Visitor.signedIn(app, RUTH),
    await Visitor.signedIn(app, OWEN),
  ];
  people = { nobody, Ruth, Owen, Ben, Amina };
  await using _worker = await garner.startWorker();
  await Amina.sendForm(world.open, 'outcomes.csv', await exampleCsv('faulty'));
  await decided(Amina, world.open, 1);
  await quiet(garner);
  const { id } = await garner.context.db.selectFrom('message').select('id').orderBy('id').executeTakeFirstOrThrow();
  const begun: string[] = [];
  places = {
    returnId: world.open,
    message: id,
    upload: async () => {
      for (const old of begun.splice(0)) await Amina.tus('DELETE', old);
      begun.push(await Amina.begin(world.open, 'fresh.csv', 100));
      return begun[0]!;
    },
  };
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

/** What the declared rule gives to whom. */
function expected(name: string, { rule, ok, of }: Row, who: Who): number {
  if (rule === 'anyone') return who === 'nobody' ? ok : (SIGNED_IN_GETS[name] ?? ok);
  if (who === 'nobody') return 401;
  if (typeof rule === 'object' && who === 'Ruth') return 403;
  if (of !== undefined && who === 'Owen') return 404;
  if (of === 'senders' && who === 'Ruth') return 404;
  return of === 'person' && who !== 'Amina' ? 404 : ok;
}

const ask = ({ ask: how }: Row, visitor: Visitor, url: string): Promise<LightMyRequestResponse> =>
  how ? how(visitor, url) : visitor.get(url);

/** A body without what is new on every page. */
const lasting = ({ body }: LightMyRequestResponse): string => body.replaceAll(/name="_csrf" value="[^"]*"/g, '');

test('the table names every route with the rule that the route declares', () => {
  const heads = new Set(garner.app.routeList.filter(({ method }) => method === 'GET').map(({ url }) => `HEAD ${url}`));
  const declared = garner.app.routeList
    .map(({ method, url, access }) => [`${method} ${url}`, access] as const)
    .filter(([name]) => !heads.has(name));
  expect(Object.fromEntries(declared)).toEqual(
    Object.fromEntries(Object.entries(TABLE).map(([name, { rule }]) => [name, rule])),
  );
});

// Before the table itself, which ends with signing everybody out.
describe.each(Object.entries(TABLE).filter(([, { of }]) => of !== undefined))('%s', (_name, row) => {
  test('what is another organisation’s looks like what does not exist', async () => {
    const url = await row.url(places);
    const nowhere = url
      .replace(/^\/(returns|outbox)\/\d+/, '/$1/987654321')
      .replace(/^\/uploads\/[^/]+/, '/uploads/00000000-0000-4000-8000-000000000000');
    expect(nowhere).not.toBe(url);
    const [theirs, none] = [await ask(row, people.Owen, url), await ask(row, people.Owen, nowhere)];
    expect([theirs.statusCode, lasting(theirs)]).toEqual([404, lasting(none)]);
    expect(Object.keys(theirs.headers).sort()).toEqual(Object.keys(none.headers).sort());
  });
});

describe.each(Object.entries(TABLE))('%s', (name, row) => {
  test.each(['nobody', 'Ruth', 'Owen', 'Ben', 'Amina'] as const)('%s gets what the rule says', async (who) => {
    const url = await row.url(places);
    const answer = await ask(row, people[who], url);
    expect([who, answer.statusCode]).toEqual([who, expected(name, row, who)]);
    if (name.startsWith('GET ')) {
      const head = await people[who].ask(url, { method: 'HEAD' });
      expect([head.statusCode, head.body]).toEqual([answer.statusCode, '']);
    }
  });
});

test('an address that names one’s own return but another’s upload or attempt is not found', async () => {
  // Asked anew: the table ends with signing out.
  const [amina, owen] = [await Visitor.signedIn(garner.app, AMINA), await Visitor.signedIn(garner.app, OWEN)];
  const upload = await amina.begin(world.open, 'fresh.csv', 100);
  for (const url of [`/returns/${world.others}/arrived/${upload}`, `/returns/${world.others}/submissions/1`])
    expect([url, (await owen.get(url)).statusCode]).toEqual([url, 404]);
  expect((await amina.get(`/returns/${world.closed}/arrived/${upload}`)).statusCode).toBe(404);
  expect((await amina.post(`/returns/${world.closed}/uploads/${upload}/cancel`)).statusCode).toBe(404);
  expect((await amina.tus('HEAD', upload)).statusCode).toBe(200);
});
