import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, makeWorld } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const SECRET = 'a-secret-of-this-test';
const [key, another] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));

let server: Server;
let issuer: string;
let garner: TestGarner;
let issue: (claims: Readonly<Record<string, unknown>>) => string;
let nonce: string;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const head = (alg: string, claims: unknown): string => `${part({ alg, kid: 'one', typ: 'JWT' })}.${part(claims)}`;
function signed(claims: unknown, by = key!): string {
  const text = head('ES256', claims);
  const bytes = sign('sha256', Buffer.from(text), { key: by.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${bytes.toString('base64url')}`;
}

/** A provider that says what each test wants it to say. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: 'amina', aud: 'garner', iat: now, exp: now + 300, nonce, amr: ['mfa'] };
    const answers: Readonly<Record<string, () => unknown>> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      }),
      '/keys': () => ({
        keys: [{ ...key!.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }],
      }),
      '/token': () => ({
        access_token: 'x',
        token_type: 'bearer',
        id_token: issue({ ...claims, email: AMINA, email_verified: true }),
      }),
    };
    const answer = answers[request.url ?? ''];
    response
      .writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'garner', OIDC_CLIENT_SECRET: SECRET };
  garner = await openTestGarner({ environment });
  garner.clock.moveDays((Date.now() - garner.clock.now().getTime()) / (24 * 60 * 60 * 1000));
  await makeWorld(garner);
});
afterAll(async () => {
  await garner[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close(resolve));
});

/** To the provider and back with what it issues; gives the answer and what the browser may then see. */
async function comeBack(how: typeof issue) {
  issue = how;
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
  const { headers } = await visitor.get('/sign-in/single');
  const asked = new URL(String(headers.location)).searchParams;
  nonce = asked.get('nonce') ?? '';
  const answer = await visitor.get(`/sign-in/single/back?code=x&state=${asked.get('state')}`);
  return [answer.statusCode, (await visitor.get('/returns')).statusCode];
}

test('what the provider signed is taken', async () => {
  expect(await comeBack(signed)).toEqual([303, 200]);
});

test.each<[string, typeof issue]>([
  ['signed by another key', (claims) => signed(claims, another)],
  ['not signed', (claims) => `${head('none', claims)}.`],
  [
    'of an algorithm that needs no key of the provider',
    (claims) => {
      const text = head('HS256', claims);
      return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
    },
  ],
  [
    'changed after it was signed',
    (claims) => signed(claims).replace(/\.[^.]+\./, `.${part({ ...claims, sub: 'ruth' })}.`),
  ],
  ['for another client', (claims) => signed({ ...claims, aud: 'another' })],
  ['of another provider', (claims) => signed({ ...claims, iss: 'https://evil.example' })],
  ['for another visit', (claims) => signed({ ...claims, nonce: 'another' })],
  ['out of time', (claims) => signed({ ...claims, exp: 1 })],
  ['not a token', () => 'x.y.z'],
])('one that is %s is refused, and nobody is signed in', async (_what, how) => {
  expect(await comeBack(how)).toEqual([422, 401]);
});
