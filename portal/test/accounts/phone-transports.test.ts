import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPhone } from '../../src/platform/phone/open.ts';
import { FakeClock } from '../harness.ts';

interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that answers as it is told, and keeps what it was sent. */
let server: Server;
let address: string;
let taken: Taken[];
let status: number;

beforeEach(async () => {
  taken = [];
  status = 201;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    taken.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":"1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const clock = new FakeClock();
const SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506';
const KEY = '3d844edf-8d35-48ac-975b-e847b4f122b0';

test('a text message goes to GOV.UK Notify, signed by the service’s key', async () => {
  const notify = { key: `garner-${SERVICE}-${KEY}`, template: 'a-template', url: address };
  const phone = await openPhone({ notify, voice: undefined }, clock);
  expect([phone.textsStayHere, phone.callsStayHere]).toEqual([false, true]);
  await phone.text('+441632960001', '123456 is your code.', 'letter-7');
  const [one] = taken;
  expect(one!.path).toBe('/v2/notifications/sms');
  expect(JSON.parse(one!.body)).toMatchObject({
    template_id: 'a-template',
    phone_number: '+441632960001',
    personalisation: { message: '123456 is your code.' },
    reference: 'letter-7',
  });
  const [head, claims, signature] = one!.headers.authorization!.replace('Bearer ', '').split('.') as [
    string,
    string,
    string,
  ];
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).iss).toBe(SERVICE);
  expect(createHmac('sha256', KEY).update(`${head}.${claims}`).digest('base64url')).toBe(signature);
});

test('a text message that is not taken says why, and repeats neither number nor code', async () => {
  status = 429;
  const notify = { key: `garner-${SERVICE}-${KEY}`, template: 'a-template', url: address };
  const phone = await openPhone({ notify, voice: undefined }, clock);
  const refused = await phone.text('+441632960001', '123456 is your code.', 'letter-7').catch((error: Error) => error);
  expect(String(refused)).toContain('did not take the text message (429)');
  expect(String(refused)).not.toMatch(/123456|441632/);
});

test('a call is a signed request to the telephony service', async () => {
  const phone = await openPhone({ notify: undefined, voice: { url: `${address}/calls`, secret: 'shared' } }, clock);
  expect([phone.textsStayHere, phone.callsStayHere]).toEqual([true, false]);
  await phone.call('+441632960001', 'Your code is: 1, 2, 3.', 'letter-8');
  const [{ path, headers, body }] = taken as [Taken];
  expect(path).toBe('/calls');
  expect(JSON.parse(body)).toEqual({ id: 'letter-8', to: '+441632960001', words: 'Your code is: 1, 2, 3.' });
  const timestamp = headers['garner-timestamp'];
  expect(timestamp).toBe(String(clock.now().getTime() / 1000));
  const expected = createHmac('sha256', 'shared').update(`${timestamp}.${body}`).digest('hex');
  expect(headers['garner-signature']).toBe(`sha256=${expected}`);
});

test('a call that is not taken is a fault, and no redirection is followed', async () => {
  const phone = await openPhone({ notify: undefined, voice: { url: address, secret: 'shared' } }, clock);
  status = 503;
  await expect(phone.call('+441632960001', 'words', 'letter-9')).rejects.toThrow('answered 503');
});

test('where nothing is set up, nothing leaves', async () => {
  const phone = await openPhone({ notify: undefined, voice: undefined }, clock);
  expect([phone.textsStayHere, phone.callsStayHere]).toEqual([true, true]);
  await phone.text('+441632960001', 'words', 'a');
  await phone.call('+441632960001', 'words', 'b');
  expect(taken).toEqual([]);
});
