import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, until } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, gatedScanner, PATIENCE_MS, quiet, send } from './story.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let ben: Visitor;
let scanner: ReturnType<typeof gatedScanner>;

beforeEach(async () => {
  scanner = gatedScanner();
  garner = await openTestGarner({ scanner });
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
  ben = await Visitor.signedIn(garner.app, BEN);
});
afterEach(async () => {
  for (const name of ['amina.csv', 'ben.csv']) scanner.open(name);
  await garner[Symbol.asyncDispose]();
});

/** Status of the return, then of its attempts by number. */
async function standing(): Promise<readonly string[]> {
  const { rows } = await garner.context.pool.query(
    `select r.status as owed, s.status from return r join submission s on s.return_id = r.id
      where r.id = $1 order by s.number`,
    [world.open],
  );
  return [rows[0]?.owed, ...rows.map(({ status }) => status)];
}

/** Amina's file is attempt 1, Ben's attempt 2; both wait for the scanner. */
async function bothOnTheirWay([first, second]: readonly [string, string]): Promise<void> {
  const [hers, his] = await Promise.all([
    amina.begin(world.open, 'amina.csv', (await exampleCsv(first)).length),
    ben.begin(world.open, 'ben.csv', (await exampleCsv(second)).length),
  ]);
  await amina.tus('PATCH', hers, 0, await exampleCsv(first));
  await arrived(1);
  await ben.tus('PATCH', his, 0, await exampleCsv(second));
  await arrived(2);
}

const arrived = (number: number) =>
  until(`attempt ${number} to be with the scanner`, async () => (await standing())[number] === 'scanning', PATIENCE_MS);

const NAMES = ['amina.csv', 'ben.csv'] as const;

describe.each([
  {
    files: ['valid', 'valid'],
    order: [1, 2],
    between: ['accepted', 'accepted', 'scanning'],
    end: ['accepted', 'accepted', 'passed-late'],
  },
  {
    files: ['valid', 'valid'],
    order: [2, 1],
    between: ['accepted', 'scanning', 'accepted'],
    end: ['accepted', 'passed-late', 'accepted'],
  },
  {
    files: ['valid', 'faulty'],
    order: [1, 2],
    between: ['accepted', 'accepted', 'scanning'],
    end: ['accepted', 'accepted', 'failed'],
  },
  {
    files: ['valid', 'faulty'],
    order: [2, 1],
    between: ['pending', 'scanning', 'failed'],
    end: ['accepted', 'accepted', 'failed'],
  },
  {
    files: ['faulty', 'valid'],
    order: [1, 2],
    between: ['pending', 'failed', 'scanning'],
    end: ['accepted', 'failed', 'accepted'],
  },
  {
    files: ['faulty', 'faulty'],
    order: [1, 2],
    between: ['pending', 'failed', 'scanning'],
    end: ['failed', 'failed', 'failed'],
  },
] as const)('$files, decided in the order $order', ({ files, order, between, end }) => {
  test(
    `the return ends as ${end[0]}`,
    async () => {
      await bothOnTheirWay(files);
      expect(await standing()).toEqual(['pending', 'scanning', 'scanning']);
      scanner.open(NAMES[order[0] - 1]!);
      await decided(amina, world.open, order[0]);
      expect(await standing()).toEqual(between);
      scanner.open(NAMES[order[1] - 1]!);
      await decided(ben, world.open, order[1]);
      expect(await standing()).toEqual(end);
      await quiet(garner);
      const tab = end[0] === 'accepted' ? '/returns?tab=previous' : '/returns';
      expect((await ben.get(tab)).body).toContain(`href="/returns/${world.open}"`);
      const list = (await amina.get(`/returns/${world.open}`)).body;
      expect(list).toContain('by Amina Patel');
      expect(list).toContain('by Ben Ito');
    },
    PATIENCE_MS,
  );
});

test(
  'the later of two that pass is kept and told apart, and the first one’s time stays',
  async () => {
    await bothOnTheirWay(['valid', 'valid']);
    scanner.open('amina.csv');
    await decided(amina, world.open, 1);
    const acceptedAt = async () =>
      (await garner.context.pool.query('select accepted_at from return where id = $1', [world.open])).rows[0]
        .accepted_at;
    const first = await acceptedAt();
    garner.clock.moveDays(0.01);
    scanner.open('ben.csv');
    const page = await decided(ben, world.open, 2);
    expect(page).toContain('Passed, but not used');
    expect(page).toContain(`href="/returns/${world.open}/submissions/1"`);
    expect((await ben.get(`/returns/${world.open}`)).body).toContain('Passed, not used');
    expect(await acceptedAt()).toEqual(first);
    await quiet(garner);
    const { rows } = await garner.context.pool.query("select subject from message where occasion like '%passed-late'");
    expect(rows).toHaveLength(3);
    expect(rows[0].subject).toMatch(/^Not used: attempt 2 at /);
  },
  PATIENCE_MS,
);

test(
  'another attempt may be sent while one is on its way, and not once one is accepted',
  async () => {
    await send(amina, world.open, 'amina.csv', await exampleCsv('valid'));
    await arrived(1);
    const id = await ben.begin(world.open, 'ben.csv', (await exampleCsv('faulty')).length);
    scanner.open('amina.csv');
    await decided(amina, world.open, 1);
    expect((await ben.postJson(`/returns/${world.open}/uploads`, { name: 'late.csv', size: 10 })).json()).toMatchObject(
      {
        title: 'This return has been accepted',
      },
    );
    expect((await ben.tus('PATCH', id, 0, await exampleCsv('faulty'))).statusCode).toBe(204);
    scanner.open('ben.csv');
    expect(await decided(ben, world.open, 2)).toContain('28 errors to mend');
    expect(await standing()).toEqual(['accepted', 'accepted', 'failed']);
  },
  PATIENCE_MS,
);
