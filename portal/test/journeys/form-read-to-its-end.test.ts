import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { PATIENCE_MS } from './story.ts';

/**
 * Browsers show the answer to a form only once they have sent all of it. A refusal that stopped reading would leave them
 * hanging, so whatever is refused is read to its end over a real connection, larger than any buffer on the way.
 */
let garner: TestGarner;
let world: World;
let amina: Visitor;
let port: number;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
  await garner.app.listen({ host: '127.0.0.1', port: 0 });
  port = (garner.app.server.address() as { port: number }).port;
});
afterAll(() => garner[Symbol.asyncDispose]());

const CONTENT = Buffer.alloc(32 * 1024 * 1024, 'a,b\n');

async function sendAll(returnId: number, token: string, name: string) {
  const asked = request({
    host: '127.0.0.1',
    port,
    path: `/returns/${returnId}/upload`,
    method: 'POST',
    headers: {
      accept: 'text/html',
      cookie: [...amina.cookies].map((pair) => pair.join('=')).join('; '),
      'content-type': 'multipart/form-data; boundary=edge',
    },
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  const field = `--edge\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n`;
  asked.write(`${field}--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`);
  // Resolves once the last byte has left this side.
  const flushed = new Promise<void>((resolve, reject) =>
    asked.write(CONTENT, (fault) => (fault ? reject(fault) : resolve())),
  );
  await flushed;
  asked.end('\r\n--edge--\r\n');
  const [answer] = await answered;
  return { status: answer.statusCode, body: await text(answer) };
}

test.each([
  ['a wrong ending', 'open', 'right', 'outcomes.xlsx', 415, 'The file must be a .csv file'],
  ['a wrong token', 'open', 'wrong', 'outcomes.csv', 403, 'This page is out of date'],
  ['no file name', 'open', 'right', '', 422, 'Choose a file'],
  ['a closed return', 'closed', 'right', 'outcomes.csv', 409, 'This return is closed'],
  ['another’s return', 'others', 'right', 'outcomes.csv', 404, 'Page not found'],
] as const)(
  'a large form with %s is read to its end and refused in words',
  async (_what, which, token, name, status, words) => {
    const answer = await sendAll(world[which], token === 'right' ? amina.csrf : token, name);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(words);
  },
  PATIENCE_MS,
);

test(
  'a file over the limit is read to its end, not kept, and refused in words',
  async () => {
    await garner.context.pool.query('update collection set max_file_bytes = 1000000');
    const answer = await sendAll(world.open, amina.csrf, 'outcomes.csv');
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('The file is too large');
  },
  PATIENCE_MS,
);
