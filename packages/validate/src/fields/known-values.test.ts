import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger } from '../ledger.ts';
import { type Known, KnownValues } from './known-values.ts';

const encoder = new TextEncoder();
const GROUP = new Ledger().groupOf('value.too-long', undefined);

function right(text: string): Known {
  return { text, group: undefined, sound: 1 };
}

/** Looks a text up, and has it kept where it is not known; the text stands among other bytes. */
function ask(known: KnownValues, text: string, answer: Known = right(text)): Known | undefined {
  const bytes = encoder.encode(`x,${text},y`);
  const to = bytes.length - 2;
  const found = known.find(bytes, 2, to);
  if (!found) known.keep(bytes, 2, to, answer);
  return found;
}

test('knows a value that it was told of, empty, short or long', () => {
  const known = new KnownValues();
  for (const text of ['', '-2', '2023-02-31', 'Haf – Cymraeg', 'a'.repeat(32), 'a'.repeat(33), 'a'.repeat(5000)]) {
    expect(ask(known, text)).toBeUndefined();
    expect(ask(known, text)).toEqual(right(text));
  }
});

test('keeps the last long value that is right, and no long one that is wrong', () => {
  const known = new KnownValues();
  const [one, other] = ['a'.repeat(40), 'b'.repeat(40)];
  ask(known, one);
  const wrong: Known = { text: other, group: GROUP, sound: 0 };
  expect(ask(known, other, wrong)).toBeUndefined();
  expect(ask(known, other, wrong)).toBeUndefined();
  expect(ask(known, one)).toEqual(right(one));
  ask(known, other);
  expect(ask(known, one)).toBeUndefined();
});

test('never takes one value for another, whatever there was before', () => {
  const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
      const known = new KnownValues();
      for (const each of [...texts, ...texts]) expect(ask(known, each)?.text ?? each).toBe(each);
    }),
  );
});

test('values that share a place take turns', () => {
  const known = new KnownValues();
  const texts = Array.from({ length: 2000 }, (_, at) => `NSA-${at}`);
  for (const text of texts) ask(known, text);
  const kept = texts.filter((text) => known.find(encoder.encode(text), 0, text.length) !== undefined);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(512);
});
