import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, makeWorld, PASSWORD } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestCode, newestLetter } from './codes.ts';
import { howLastSignedIn } from './steps.ts';

const BASE = 'http://localhost:3000';
const BACK = `${BASE}/sign-in/single/back`;

/** What the provider says of whoever signs in there. */
interface Said {
  readonly name: string;
  readonly email: string;
  readonly verified: boolean;
  readonly amr?: readonly string[];
}

let garner: TestGarner;
let server: Server;
let issuer: string;
let said: Said;

/** A real provider of OpenID Connect on a port of its own. Whoever comes is signed in as `said` has it, and agrees. */
async function startProvider(): Promise<void> {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'garner', client_secret: 'a-secret-of-this-test', redirect_uris: [BACK] }],
    claims: { email: ['email', 'email_verified'], openid: ['sub', 'amr'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of this test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: said.email, email_verified: said.verified }),
    }),
  });
  const pages = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return pages(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const login = { accountId: said.name, ...(said.amr && { amr: [...said.amr] }) };
      return provider.interactionFinished(request, response, { login });
    }
    const grant = new provider.Grant({ accountId: session!.accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid email profile');
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  });
}

beforeAll(async () => {
  await startProvider();
  const environment = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'garner',
    OIDC_CLIENT_SECRET: 'a-secret-of-this-test',
    OIDC_NAME: 'Sign-in for Schools',
  };
  garner = await openTestGarner({ environment });
  await makeWorld(garner);
});
afterAll(async () => {
  await garner[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  said = { name: 'amina-at-school', email: AMINA, verified: true };
});

/** Goes through the provider in a browser that it does not know; gives the address it sends the browser back to. */
async function throughProvider(start: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  for (let steps = 0; steps < 20; steps++) {
    if (url.href.startsWith(BASE)) return url;
    const answer: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair!.indexOf('=');
      cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    const place = answer.headers.get('location');
    if (place === null) throw new Error(`The provider stopped: ${await answer.text()}`);
    url = new URL(place, url);
  }
  throw new Error('The provider never sent the browser back');
}

async function begin(next = ''): Promise<{ visitor: Visitor; start: string }> {
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
  const answer = await visitor.get(`/sign-in/single${next}`);
  expect(answer.statusCode).toBe(302);
  return { visitor, start: String(answer.headers.location) };
}

const back = (visitor: Visitor, { pathname, search }: URL) => visitor.get(pathname + search);

test('the sign-in page offers it by name', async () => {
  const page = await new Visitor(garner.app).get('/sign-in?next=/returns');
  expect(page.body).toContain('Sign in with Sign-in for Schools');
  expect(page.body).toContain('href="/sign-in/single?next=%2Freturns"');
});

test('an address that the provider has checked leads to its account; the second step is taken here', async () => {
  const { visitor, start } = await begin('?next=/returns%3Ftab=previous');
  expect(new URL(start).searchParams.get('code_challenge_method')).toBe('S256');
  const answer = await back(visitor, await throughProvider(start));
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in/step?next=%2Freturns%3Ftab%3Dprevious']);
  expect((await newestLetter(garner, 'email')).subject).toBe('You can now sign in to Garner with Sign-in for Schools');
  expect((await visitor.get('/returns')).statusCode).toBe(401);
  await visitor.get('/sign-in/step');
  await visitor.post('/sign-in/step/send', { by: 'text' });
  await visitor.post('/sign-in/step/phone', { code: await newestCode(garner) });
  expect((await visitor.get('/returns')).statusCode).toBe(200);
  expect(await howLastSignedIn(garner, AMINA)).toEqual(['single sign-on', 'text']);
});

test('where the provider took two steps, that is enough; a changed address there changes nothing', async () => {
  said = { name: 'amina-at-school', email: 'elsewhere@school.example', verified: true, amr: ['pwd', 'mfa'] };
  const { visitor, start } = await begin();
  const answer = await back(visitor, await throughProvider(start));
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
  expect((await visitor.get('/returns')).body).toContain('Amina Patel');
});

test('an address that the provider has not checked, and one that Garner does not know, get no account', async () => {
  for (const one of [
    { name: 'a stranger', email: 'ben@northern.example', verified: false },
    { name: 'another', email: 'nobody@school.example', verified: true },
  ]) {
    said = one;
    const { visitor, start } = await begin();
    const answer = await back(visitor, await throughProvider(start));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('You have no account here');
    expect((await visitor.get('/returns')).statusCode).toBe(401);
  }
});

test('an answer is taken once, in the browser that asked, with its own state', async () => {
  said = { name: 'amina-at-school', email: AMINA, verified: true, amr: ['mfa'] };
  const { visitor, start } = await begin();
  const place = await throughProvider(start);
  const thief = new Visitor(garner.app);
  await thief.get('/sign-in');
  expect((await back(thief, place)).statusCode).toBe(422);
  const forged = new URL(place);
  forged.searchParams.set('state', 'x'.repeat(43));
  expect((await back(visitor, forged)).statusCode).toBe(422);
  expect((await back(visitor, place)).statusCode).toBe(303);
  await visitor.post('/sign-out');
  expect((await back(visitor, place)).statusCode).toBe(422);
});

test('a visit is forgotten after a quarter of an hour; an error of the provider is told in words', async () => {
  const { visitor, start } = await begin();
  const place = await throughProvider(start);
  garner.clock.moveDays(16 / (24 * 60));
  const late = await back(visitor, place);
  expect(late.statusCode).toBe(422);
  expect(late.body).toContain('Begin again from the sign-in page');
  const other = await begin();
  const state = new URL(other.start).searchParams.get('state')!;
  const denied = await other.visitor.get(`/sign-in/single/back?error=access_denied&state=${state}`);
  expect(denied.statusCode).toBe(422);
});

test('a provider that does not answer leaves the password', async () => {
  await using away = await openTestGarner({
    environment: { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'garner', OIDC_CLIENT_SECRET: 'x' },
  });
  await makeWorld(away);
  const visitor = new Visitor(away.app);
  const answer = await visitor.get('/sign-in/single');
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('sign in with your password');
  await visitor.get('/sign-in');
  expect((await visitor.post('/sign-in', { email: AMINA, password: PASSWORD })).statusCode).toBe(303);
});
