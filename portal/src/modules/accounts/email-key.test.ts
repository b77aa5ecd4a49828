import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailKey } from './email-key.ts';

test.each([
  ['Amina.Patel@Northern.example', 'amina.patel@northern.example'],
  [' amina@northern.example ', 'amina@northern.example'],
  ['аmina@northern.example', 'amina@northern.example'],
  ['ａｍｉｎａ@northern.example', 'amina@northern.example'],
  ['amína@northern.example', 'amina@northern.example'],
  ['ami\u200bna@northern.example', 'amina@northern.example'],
])('%j could be taken for %j', (one, other) => {
  expect(emailKey(one)).toBe(emailKey(other));
});

test.each([
  ['amina@northern.example', 'amine@northern.example'],
  ['a.mina@northern.example', 'amina@northern.example'],
  ['amina@northern.example', 'amina@northem.example'],
])('%j and %j are two people', (one, other) => {
  expect(emailKey(one)).not.toBe(emailKey(other));
});

test('the key of a key is the key, and holds no NUL', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (email) => {
      const key = emailKey(email);
      expect(emailKey(key)).toBe(key);
      expect(key).not.toContain('\0');
    }),
  );
});
