import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PASSWORD_LEAST, passwordFault } from './password-policy.ts';

const ABOUT = ['Amina Patel', 'amina.patel@northern.example', 'Northern Skills Awards'];

test.each([
  'harvest-home-2026',
  'a-password-for-tests',
  'correct horse battery',
  'Wir sind die Roboter',
  'пароль не для всех',
  'kettle 9 river moss',
  '🐑🐑🐑 over the gate 🐑',
])('%j is taken', async (password) => {
  expect(await passwordFault(password, ABOUT)).toBeUndefined();
});

test.each([
  ['', /at least 10/],
  ['short one', /at least 10/],
  ['🐑🐑🐑🐑🐑🐑', /at least 10/],
  ['password2026', /harder to guess/],
  ['P@ssw0rd!!!', /harder to guess/],
  ['PASSWORD12345', /harder to guess/],
  ['!!!qwertyuiop', /harder to guess/],
  ['liverpool2026', /harder to guess/],
  ['aaaaaaaaaaaa', /harder to guess/],
  ['abcabcabcabc', /harder to guess/],
  ['abcdefghijklm', /harder to guess/],
  ['0987654321098', /harder to guess/],
  ['aminapatel2026', /mostly your name/],
  ['northern-skills-1', /mostly your name/],
  ['garnergarner1', /mostly your name|harder/],
  ['x'.repeat(201), /at most 200/],
])('%j is refused', async (password, why) => {
  expect(await passwordFault(password, ABOUT)).toMatch(why);
});

test('long random ones are always taken, and every refusal says why', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z2-9]{24}$/), async (password) => {
      expect(await passwordFault(`${password}-Ä?`, ABOUT)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (password) => {
      const fault = await passwordFault(password, ABOUT);
      if ([...password].length < PASSWORD_LEAST) expect(fault).toMatch(/at least/);
      else if (fault !== undefined) expect(fault).toMatch(/^Choose a password/);
    }),
    { numRuns: 300 },
  );
});
