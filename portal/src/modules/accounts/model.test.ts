import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext } from './model.ts';

test.each(['/returns', '/returns/7/submissions/3?page=2', '/outbox', '/templates?next=//elsewhere.example'])(
  '%s is a place to go on to',
  (next) => expect(safeNext(next)).toBe(next),
);

test.each([
  undefined,
  '',
  'returns',
  'https://elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  ' //elsewhere.example',
  'javascript:alert(1)',
  '/sign-in',
  '/sign-out',
  '/returns\r\nset-cookie: a=b',
  '/é',
])('%j leads nowhere', (next) => expect(safeNext(next)).toBeUndefined());

test('wherever it leads, it is on this site', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '\t',
    '\n',
    'a',
    'e.example',
    'http:',
  );
  const next = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(next, (one) => {
      const url = new URL(safeNext(one) ?? '/', 'https://garner.example/sign-in');
      expect(url.origin).toBe('https://garner.example');
    }),
    { numRuns: 2000 },
  );
});
