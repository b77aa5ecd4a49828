import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Letter, Mail } from '../../src/platform/mail/index.ts';
import { AMINA, BEN, exampleCsv, makeWorld, OWEN, RUTH, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, quiet, send } from './story.ts';

interface Message {
  readonly occasion: string;
  readonly email: string;
  readonly is_copy: boolean;
  readonly subject: string;
  readonly body: string;
}

let garner: TestGarner;
let world: World;
let amina: Visitor;
const posted: Letter[] = [];
const mail: Mail = { staysHere: false, send: async (letter) => void posted.push(letter) };

beforeAll(async () => {
  garner = await openTestGarner({ mail, environment: { GARNER_BASE_URL: 'https://garner.example' } });
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
  for (const [index, name] of ['faulty', 'no-header', 'valid'].entries()) {
    await send(amina, world.open, `${name}.csv`, await exampleCsv(name));
    await decided(amina, world.open, index + 1);
  }
  await quiet(garner);
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

async function messages(): Promise<Message[]> {
  const { rows } = await garner.context.pool.query(
    'select occasion, email, is_copy, subject, body from message order by id',
  );
  return rows;
}
const about = async (subject: string): Promise<Message[]> =>
  (await messages()).filter((message) => message.subject.startsWith(subject));

test.each([
  ['Received: ', 3],
  ['Failed validation: ', 2],
  ['Accepted: ', 1],
])('“%s” goes to those who may send, copied to the Responsible Officer, and to nobody else', async (subject, times) => {
  const sent = await about(subject);
  expect(new Set(sent.map(({ occasion }) => occasion)).size).toBe(times);
  for (const occasion of new Set(sent.map((message) => message.occasion)))
    expect(
      sent.filter((message) => message.occasion === occasion).map(({ email, is_copy }) => [email, is_copy]),
    ).toEqual([
      [AMINA, false],
      [BEN, false],
      [RUTH, true],
    ]);
});

test('each is delivered once, as it was written', async () => {
  const written = await messages();
  expect(written).toHaveLength(18);
  const key = ({ to, text }: Letter): string => `${to} ${text}`;
  expect(posted.map(key).sort()).toEqual(written.map(({ email, body }) => `${email} ${body}`).sort());
});

test('each says which return, which attempt, what happened and where to look', async () => {
  const [received] = await about('Received: ');
  expect(received!.subject).toBe('Received: PTQ outcomes: assessment outcomes, 2022-2023');
  expect(received!.body).toMatch(/^Dear Amina Patel\n\nWe received attempt 1 at this return on 22 November 2026/);
  expect(received!.body).toMatch(/SHA-256: [0-9a-f]{64}\n/);
  const [failed] = await about('Failed validation: ');
  expect(failed!.body).toContain('failed validation with 28 errors');
  expect(failed!.body).toContain(
    '- 4 times, AssessmentRawMark: The value is not a number of the kind this column wants.',
  );
  expect(failed!.body).toContain('due 2 December 2026');
  const [accepted] = await about('Accepted: ');
  expect(accepted!.body).toContain('Attempt 3 at this return passed validation and was accepted.');
  for (const message of [received!, failed!]) expect(message.body).toContain(link(1));
  expect(accepted!.body).toContain(link(3));
});

const link = (number: number): string => `https://garner.example/returns/${world.open}/submissions/${number}\n`;

test('none holds a value of a learner’s row', async () => {
  const values = new Set<string>();
  for (const name of ['faulty', 'no-header', 'valid']) {
    const [head, ...rows] = (await exampleCsv(name)).toString().split(/\r?\n/);
    const learners = name === 'no-header' ? [head!, ...rows] : rows;
    for (const row of learners)
      for (const value of row.split(',').slice(3))
        if (value.length > 3 && !/^June|^January/.test(value)) values.add(value);
  }
  expect(values.size).toBeGreaterThan(40);
  expect(values).toContain('9900000349');
  for (const { subject, body } of await messages())
    for (const value of values) expect([value, `${subject}\n${body}`.includes(value)]).toEqual([value, false]);
});

describe('the outbox', () => {
  test('is read by those of the organisation who may send, and by nobody of another', async () => {
    const [first] = (await garner.context.pool.query('select id from message order by id limit 1')).rows;
    for (const email of [AMINA, BEN]) {
      const reader = await Visitor.signedIn(garner.app, email);
      expect((await reader.get('/outbox')).body).toContain('Received: PTQ outcomes: assessment outcomes, 2022-2023');
      const one = await reader.get(`/outbox/${first.id}`);
      expect(one.body).toContain('We received attempt 1');
      expect(one.body).toContain(`href="https://garner.example/returns/${world.open}/submissions/1"`);
    }
    const ruth = await Visitor.signedIn(garner.app, RUTH);
    expect((await ruth.get(`/outbox/${first.id}`)).statusCode).toBe(404);
    const [own] = (await garner.context.pool.query('select id from message where email = $1 order by id', [RUTH])).rows;
    const copy = (await ruth.get(`/outbox/${own.id}`)).body;
    expect(copy).toContain('We received attempt 1');
    expect(copy).toContain('This is a copy for the Responsible Officer.');
    const owen = await Visitor.signedIn(garner.app, OWEN);
    expect((await owen.get('/outbox')).body).toContain('There are no messages yet.');
    expect((await owen.get(`/outbox/${first.id}`)).statusCode).toBe(404);
  });
});
