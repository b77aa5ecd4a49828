import { describe, expect, test } from 'vitest';
import { AMINA, makeWorld } from '../factories.ts';
import { openTestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

/** The cookies of a visit to the sign-in page, of signing in and of signing out. */
async function cookiesOf(baseUrl: string) {
  await using garner = await openTestGarner({ environment: { GARNER_BASE_URL: baseUrl } });
  await makeWorld(garner);
  const visitor = new Visitor(garner.app);
  const first = await visitor.get('/sign-in');
  const signedIn = await visitor.post('/sign-in', { email: AMINA, password: 'a-password-for-tests' });
  await visitor.get('/returns');
  const signedOut = await visitor.post('/sign-out');
  return { first, signedIn, signedOut };
}

describe('with an https address', async () => {
  const { first, signedIn, signedOut } = await cookiesOf('https://garner.example');
  const safe = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' };

  test('the cookies are bound to this host, to HTTPS and to this site', () => {
    expect(first.cookies).toEqual([expect.objectContaining({ name: '__Host-garner_csrf', ...safe })]);
    expect(signedIn.cookies).toEqual([
      expect.objectContaining({ name: '__Host-garner_session', maxAge: 43_200, ...safe }),
    ]);
    for (const { cookies } of [first, signedIn]) expect(cookies[0]).not.toHaveProperty('domain');
  });

  test('signing out takes the cookie away with the flags without which a browser keeps a __Host- cookie', () => {
    const [gone] = signedOut.cookies;
    expect(gone).toMatchObject({ name: '__Host-garner_session', value: '', ...safe });
    expect(gone!.expires!.getTime()).toBeLessThan(Date.parse('2000-01-01'));
  });

  test('browsers are told to speak only HTTPS', () => {
    expect(first.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('with an http address', async () => {
  const { first, signedIn } = await cookiesOf('http://localhost:3000');

  test('the cookies do without what needs HTTPS, and keep the rest', () => {
    const flags = { path: '/', httpOnly: true, sameSite: 'Lax' };
    expect(first.cookies).toEqual([expect.objectContaining({ name: 'garner_csrf', ...flags })]);
    expect(signedIn.cookies).toEqual([expect.objectContaining({ name: 'garner_session', ...flags })]);
    for (const { cookies } of [first, signedIn]) expect(cookies[0]).not.toHaveProperty('secure');
  });
});
