import { describe, expect, test } from 'vitest';
import { newestCode } from '../accounts/codes.ts';
import { AMINA, makeWorld, PASSWORD } from '../factories.ts';
import { openTestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

/** The cookies of a visit to the sign-in page, of both steps, of confirming and of signing out. */
async function cookiesOf(baseUrl: string) {
  await using garner = await openTestGarner({ environment: { GARNER_BASE_URL: baseUrl } });
  await makeWorld(garner);
  const visitor = new Visitor(garner.app);
  const first = await visitor.get('/sign-in');
  const half = await visitor.post('/sign-in', { email: AMINA, password: PASSWORD });
  await visitor.get('/sign-in/step');
  await visitor.post('/sign-in/step/send', { by: 'text' });
  const signedIn = await visitor.post('/sign-in/step/phone', { code: await newestCode(garner), trust: 'yes' });
  await visitor.get('/confirm');
  const confirmed = await visitor.post('/confirm/password', { password: PASSWORD });
  const signedOut = await visitor.post('/sign-out');
  return { first, half, signedIn, confirmed, signedOut };
}

describe('with an https address', async () => {
  const { first, half, signedIn, confirmed, signedOut } = await cookiesOf('https://garner.example');
  const safe = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' };

  test('the cookies are bound to this host, to HTTPS and to this site', () => {
    expect(first.cookies).toEqual([expect.objectContaining({ name: '__Host-garner_csrf', ...safe })]);
    expect(half.cookies).toEqual([expect.objectContaining({ name: '__Host-garner_session', maxAge: 900, ...safe })]);
    expect(signedIn.cookies.map(({ name }) => name).sort()).toEqual(['__Host-garner_browser', '__Host-garner_session']);
    for (const cookie of signedIn.cookies)
      expect(cookie).toMatchObject({ ...safe, maxAge: cookie.name.endsWith('session') ? 43_200 : 31_536_000 });
    expect(confirmed.cookies).toEqual([expect.objectContaining({ name: '__Host-garner_session', ...safe })]);
    for (const { cookies } of [first, half, signedIn, confirmed])
      for (const cookie of cookies) expect(cookie).not.toHaveProperty('domain');
  });

  test('signing out takes the session’s cookie away with the flags without which a browser keeps a __Host- cookie', () => {
    const [gone] = signedOut.cookies;
    expect(gone).toMatchObject({ name: '__Host-garner_session', value: '', ...safe });
    expect(gone!.expires!.getTime()).toBeLessThan(Date.parse('2000-01-01'));
  });

  test('browsers are told to speak only HTTPS', () => {
    expect(first.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('with an http address', async () => {
  const { first, half, signedIn } = await cookiesOf('http://localhost:3000');

  test('the cookies do without what needs HTTPS, and keep the rest', () => {
    const flags = { path: '/', httpOnly: true, sameSite: 'Lax' };
    expect(first.cookies).toEqual([expect.objectContaining({ name: 'garner_csrf', ...flags })]);
    expect(half.cookies).toEqual([expect.objectContaining({ name: 'garner_session', ...flags })]);
    expect(signedIn.cookies.map(({ name }) => name).sort()).toEqual(['garner_browser', 'garner_session']);
    for (const { cookies } of [first, half, signedIn])
      for (const cookie of cookies) {
        expect(cookie).toMatchObject(flags);
        expect(cookie).not.toHaveProperty('secure');
      }
  });
});
