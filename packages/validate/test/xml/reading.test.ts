import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documents } from './documents.ts';
import { cut, events } from './events.ts';
import { oracle } from './oracle.ts';

/** XmlError lines begin with their code. */
const refused = (told: readonly string[]): boolean => told.at(-1)?.startsWith('xml.') ?? false;

test('the reader accepts and tells what the plain reading does', () => {
  const met = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(documents(2), (bytes) => {
      const told = events([bytes]);
      const right = oracle(bytes);
      if (right) expect(told).toEqual(right);
      else expect(told.at(-1)).toMatch(/^xml\./);
      met[right ? 'accepted' : 'refused']++;
    }),
    { numRuns: 5000 },
  );
  expect(met.accepted).toBeGreaterThan(1000);
  expect(met.refused).toBeGreaterThan(1000);
});

test('pieces of any size tell the same', () => {
  fc.assert(
    fc.property(documents(1), fc.integer({ min: 1, max: 40 }), (bytes, size) => {
      expect(events(cut(bytes, size))).toEqual(events([bytes]));
    }),
    { numRuns: 1500 },
  );
});

test('a cut at any place tells the same', () => {
  let refusals = 0;
  fc.assert(
    fc.property(documents(1), (bytes) => {
      const whole = events([bytes]);
      if (refused(whole)) refusals++;
      for (let at = 0; at <= bytes.length; at++) {
        expect(events([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
      }
    }),
    { numRuns: 60 },
  );
  expect(refusals).toBeGreaterThan(10);
});

test('a document cut off anywhere is refused, never taken for a shorter one', () => {
  fc.assert(
    fc.property(documents(0), (bytes) => {
      fc.pre(oracle(bytes) !== undefined);
      const end = Buffer.from(bytes).lastIndexOf('>');
      for (let at = 0; at < end; at++) expect(refused(events([bytes.subarray(0, at)]))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
