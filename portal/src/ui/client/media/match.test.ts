import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Known, matchName } from './match.ts';

const person = (id: number, number: string, surname: string, forename: string, more = {}) => ({
  id,
  number,
  surname,
  forename,
  withdrawn: false,
  reason: null,
  ...more,
});
const KNOWN: Known = {
  centreNumber: '16677',
  code: '8698/SF',
  otherCodes: ['8638/SF', '8971'],
  shared: false,
  candidates: [
    person(1, '0001', 'CRAWFORD', 'EVE'),
    person(2, '0002', 'STEVENSON', 'ALICIA'),
    person(3, '0003', "O'BRIEN", 'ZOË'),
    person(4, '0004', 'WILSON', 'GABRIEL', { withdrawn: true }),
    person(5, '0005', 'SPENCER', 'ISABELLA', { reason: 'Absent' }),
    person(8, '8698', 'CODE', 'LIKE'),
  ],
};
const ids = (name: string, known = KNOWN) => {
  const { confidence, candidates } = matchName(name, known);
  return [confidence, ...candidates.map(({ id }) => id)];
};

test.each([
  ['16677_8698SF_0001.MP3', ['sure', 1]],
  ['16677_8698sf_0002.mp3', ['sure', 2]],
  ['16677-8698-SF-0002.mp3', ['sure', 2]],
  ['16677 8698SF 0001 (take 2).wav', ['sure', 1]],
  ['16677_8698SF_8698.mp3', ['sure', 8]],
  ['folder/16677_8698SF_0001.mp3', ['sure', 1]],
  ['0002.mp3', ['likely', 2]],
  ['8698SF_0002.mp3', ['likely', 2]],
  ['16677_0001.mp3', ['likely', 1]],
  ['Alicia Stevenson.m4a', ['likely', 2]],
  ["zoe_o'brien.m4a", ['likely', 3]],
  ['99999_8698SF_0001.mp3', ['wrong']],
  ['16677_8638SF_0001.mp3', ['wrong']],
  ['16677_8698SF_0009.mp3', ['wrong']],
  ['16677_8698SF_0004.mp3', ['wrong']],
  ['16677_8698SF_0005.mp3', ['wrong']],
  ['16677_8698SF_0001_0002.mp3', ['wrong']],
  ['recording.mp3', ['none']],
  ['', ['none']],
])('%s', (name, expected) => {
  expect(ids(name)).toEqual(expected);
});

test('several candidates where the component takes them together', () => {
  expect(ids('16677_8698SF_0001_0002.mp3', { ...KNOWN, shared: true })).toEqual(['sure', 1, 2]);
});

test('a wrong name says what is wrong', () => {
  expect(matchName('99999_8698SF_0001.mp3', KNOWN).words).toBe('The name says centre 99999; yours is 16677.');
  expect(matchName('16677_8638SF_0001.mp3', KNOWN).words).toBe('The name says component 8638/SF; this is 8698/SF.');
  expect(matchName('16677_8698SF_0009.mp3', KNOWN).words).toBe('No candidate 0009 is entered for 8698/SF.');
  expect(matchName('16677_8698SF_0005.mp3', KNOWN).words).toBe('Candidate 0005 has a non-submission: Absent.');
});

test('whatever the name, nobody is found who cannot have a file', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const { candidates, confidence } = matchName(name, KNOWN);
      expect(candidates.every(({ id }) => id !== 4 && id !== 5)).toBe(true);
      expect(candidates.length > 0).toBe(confidence === 'sure' || confidence === 'likely');
    }),
  );
});
