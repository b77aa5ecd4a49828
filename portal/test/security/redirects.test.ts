import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safeNext } from '../../src/modules/accounts/model.ts';
import { newestCode } from '../accounts/codes.ts';
import { anotherPerson, halfSignedIn } from '../accounts/steps.ts';
import { makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
afterAll(() => garner[Symbol.asyncDispose]());

const HERE = 'https://garner.example';
const HOSTILE = [
  'https://evil.example/',
  'HTTPS:evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  '/\u2028/evil.example',
  '\u0000//evil.example',
  'javascript:alert(1)//evil.example',
  'data:text/html,evil.example',
  '/returns\r\nlocation: https://evil.example',
  'returns@evil.example',
  '.evil.example',
] as const;

test('whatever is asked for, what is gone to is a path of this site', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '//',
    '..',
    '.',
    ':',
    '@',
    'evil.example',
    '%2f',
    '%5c',
    '\t',
    '\r\n',
    '?',
    '#',
    ' ',
    'a',
  );
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.webUrl(),
    fc.array(pieces, { maxLength: 8 }).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(hostile, (next) => {
      const place = safeNext(next);
      if (place === undefined) return;
      expect(new URL(place, HERE).origin).toBe(HERE);
      expect(place).toMatch(/^\/[\x21-\x7e]*$/);
    }),
    { numRuns: 2000 },
  );
});

/** The answer leads nowhere else, and offers nothing that does. */
function staysHere(next: string, { headers, body, statusCode }: Awaited<ReturnType<Visitor['get']>>): void {
  expect([next, statusCode < 500]).toEqual([next, true]);
  const { location = '/' } = headers;
  expect([next, new URL(String(location), HERE).origin]).toEqual([next, HERE]);
  expect([next, String(location).includes('evil.example') && !String(location).startsWith('/')]).toEqual([next, false]);
  // What was asked for may not be in a link, a form's address or a field that is sent back.
  expect([next, /(?:href|action|value)="[^"]*evil\.example/.exec(body)]).toEqual([next, null]);
}

const query = (path: string, next: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`;

describe.each(HOSTILE)('next=%j', (next) => {
  test('is not followed by who is signed out or half signed in', async () => {
    const visitor = await halfSignedIn(garner.app, await anotherPerson(garner, world.northern));
    for (const path of ['/sign-in', '/sign-in/passkey', '/sign-in/step', '/sign-in/step?way=phone', '/sign-in/set-up'])
      staysHere(next, await visitor.get(query(path, next)));
    for (const [path, form] of [
      ['/sign-in/step/send', { by: 'text' }],
      ['/sign-in/step/phone', { code: 'x' }],
      ['/sign-in/step/app', { code: '000000' }],
      ['/sign-in/step/recovery', { code: 'x' }],
      ['/sign-in/step/passkey', { response: '{}' }],
      ['/sign-in', { email: 'a@b.example', password: 'x' }],
      ['/sign-in/passkey', { response: '{}' }],
    ] as const)
      staysHere(next, await visitor.post(path, { ...form, next }));
    staysHere(next, await visitor.post('/sign-in/step/phone', { code: await newestCode(garner), next }));
    expect((await visitor.get('/returns')).statusCode).toBe(200);
  });

  test('is not followed by who is signed in', async () => {
    const email = await anotherPerson(garner, world.northern);
    const visitor = await Visitor.signedIn(garner.app, email);
    for (const path of [
      '/sign-in',
      '/sign-in/passkey',
      '/sign-in/step',
      '/sign-in/set-up',
      '/confirm',
      '/account/recovery-codes',
    ])
      staysHere(next, await visitor.get(query(path, next)));
    staysHere(next, await visitor.post('/confirm/app', { code: '000000', next }));
    staysHere(next, await visitor.post('/confirm/phone/send', { by: 'text', next }));
    staysHere(next, await visitor.post('/confirm/phone', { code: 'x', next }));
    staysHere(next, await visitor.post('/confirm/passkey', { response: '{}', next }));
    staysHere(next, await visitor.post('/confirm/password', { password: 'wrong', next }));
    staysHere(next, await visitor.post('/confirm/password', { password: PASSWORD, next }));
    staysHere(next, await visitor.post('/account/recovery-codes', { next }));
    await garner.context.pool.query('delete from sign_in_failure');
  });
});

test('the page that asks for signing in leads back to this site, whatever the address', async () => {
  const visitor = new Visitor(garner.app);
  for (const url of ['//evil.example/returns', '/returns?x=//evil.example', '/returns?next=https://evil.example']) {
    const { body, headers } = await visitor.get(url);
    expect(headers.location).toBeUndefined();
    for (const [, link] of body.matchAll(/href="(\/sign-in\?next=[^"]*)"/g))
      expect(safeNext(new URL(link!.replaceAll('&amp;', '&'), HERE).searchParams.get('next') ?? '')).not.toMatch(
        /^\/\//,
      );
  }
});
