import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phoneInWords, readPhone } from './phone-number.ts';

test.each([
  ['01632 960001', '+441632960001'],
  ['(01632) 960001', '+441632960001'],
  ['020 7946 0958', '+442079460958'],
  ['07700-900.982', '+447700900982'],
  ['+44 (0)1632 960001', '+441632960001'],
  ['+4401632960001', '+441632960001'],
  ['0044 1632 960 001', '+441632960001'],
  ['０１６３２ 960001', '+441632960001'],
  ['016977 2345', '+44169772345'],
  ['+353 1 234 5678', '+35312345678'],
  ['00 33 1 99 00 12 34', '+33199001234'],
])('%j is %s', (written, phone) => {
  expect(readPhone(written)).toEqual({ phone });
});

test.each([
  ['01632 960001 ext 12', /extension/],
  ['01632 960001 x12', /extension/],
  ['ring the office', /digits only/],
  ['01632/960001; drop', /digits only/],
  ['+44+1632960001', /digits only/],
  ['1632 960001', /Begin the phone number with 0/],
  ['01632 9600', /whole phone number/],
  ['016329600011', /whole phone number/],
  ['06123 456789', /whole phone number/],
  ['0900 123 4567', /higher rate/],
  ['070 1234 5678', /higher rate/],
  ['+1', /whole phone number/],
  ['+12345678901234567', /whole phone number/],
  ['', /digits only/],
])('%j is refused', (written, why) => {
  expect(readPhone(written)).toEqual({ fault: expect.stringMatching(why) });
});

test('whatever is written, the database takes what is kept, and reading it again changes nothing', () => {
  const written = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9() .-]{0,24}$/));
  fc.assert(
    fc.property(written, (text) => {
      const read = readPhone(text);
      if ('fault' in read) return;
      expect(read.phone).toMatch(/^\+[1-9][0-9]{6,14}$/);
      expect(readPhone(read.phone)).toEqual(read);
      expect(readPhone(phoneInWords(read.phone))).toEqual(read);
    }),
  );
});
