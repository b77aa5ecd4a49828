import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CsvReader } from '../csv/reader.ts';
import { KeyHash } from './reference-hash.ts';
import { ReferenceKeys } from './reference-keys.ts';
import { HashSet } from './reference-set.ts';

const encoder = new TextEncoder();

/** Whether each row of a CSV file, taken whole, is among the keys. */
function found(keys: ReferenceKeys, csv: string | Uint8Array): boolean[] {
  const answers: boolean[] = [];
  const reader = new CsvReader();
  const take = (record: CsvReader['record']): void => {
    answers.push(keys.hasRow(record, [...Array(record.count).keys()]));
  };
  reader.feed(typeof csv === 'string' ? encoder.encode(csv) : csv, take);
  reader.end(take);
  return answers;
}

function keysOf(...keys: readonly (readonly string[])[]): ReferenceKeys {
  const made = new ReferenceKeys(keys[0]?.length ?? 1);
  for (const key of keys) made.addTexts(key);
  return made;
}

function hashOf(...values: readonly string[]): readonly [number, number] {
  const hash = new KeyHash();
  hash.begin();
  for (const value of values) hash.add(encoder.encode(value), 0, value.length);
  return [hash.low, hash.high];
}

describe('hash', () => {
  afterEach(() => void vi.restoreAllMocks());

  test('its sums are exact, with the greatest multipliers and bytes too', () => {
    for (const word of [0xffffffff, 0x7fffffff, 0xfffffffe, 1]) {
      vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
        (array as unknown as Uint32Array).fill(word);
        return array;
      });
      const multiplier = BigInt(word % 128) * 2n ** 32n + BigInt(word);
      for (const length of [0, 1, 30, 31, 32, 33, 64, 1000, 40_000]) {
        const hash = new KeyHash();
        hash.begin();
        hash.add(new Uint8Array(length).fill(0xfe), 0, length);
        const sum = multiplier * (1n + 254n * BigInt(length) + 255n);
        const wanted = Number((sum % 2n ** 39n) / 2n ** 7n);
        expect([length, hash.low, hash.high]).toEqual([length, wanted, wanted]);
      }
    }
  });

  test('is another each time, so that nobody can prepare two keys that hash alike', () => {
    expect(new Set(Array.from({ length: 50 }, () => hashOf('NSA-HSC-U01').join())).size).toBe(50);
  });

  test('values that run together otherwise make other keys', () => {
    const hash = new KeyHash();
    const keys = [['ab', 'c'], ['a', 'bc'], ['abc', ''], ['', 'abc'], ['abc'], ['ab\0c'], ['\0'], ['\0', '\0'], ['']];
    const seen = keys.map((key) => {
      hash.begin();
      for (const value of key) hash.add(encoder.encode(value), 0, value.length);
      return `${hash.low} ${hash.high}`;
    });
    expect(new Set(seen).size).toBe(keys.length);
  });
});

describe('set of hashes', () => {
  const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));

  test('holds what was added, as a Set does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 200 }),
        fc.array(fc.tuple(word, word)),
        (added, asked) => {
          // Of two zeros it makes another hash, which is then the same one.
          const name = ([low, high]: readonly [number, number]) => `${low === 0 && high === 0 ? 1 : low} ${high}`;
          const [set, naive] = [new HashSet(), new Set<string>()];
          for (const each of added) {
            expect(set.add(...each)).toBe(!naive.has(name(each)));
            naive.add(name(each));
          }
          expect(set.size).toBe(naive.size);
          for (const each of [...added, ...asked]) expect(set.has(...each)).toBe(naive.has(name(each)));
        },
      ),
    );
  });

  test('takes less than 15 bytes for each of many hashes', () => {
    const set = new HashSet();
    const words = new Uint32Array(2 * 8192);
    let most = 0;
    for (let round = 0; round < 60; round++) {
      crypto.getRandomValues(words);
      for (let at = 0; at < words.length; at += 2) set.add(words[at]!, words[at + 1]!);
      if (round > 0) most = Math.max(most, set.bytes / set.size);
    }
    expect(set.size).toBeGreaterThan(491_000);
    expect(most).toBeLessThan(15);
  });

  test('room made beforehand changes nothing but the room', () => {
    const set = new HashSet();
    for (let at = 0; at < 3000; at++) set.add(at * 1_000_003, at * 1_400_000);
    set.reserve(100_000);
    const before = set.bytes;
    for (let at = 0; at < 3000; at++) expect(set.add(at * 1_000_003, at * 1_400_000)).toBe(false);
    const words = crypto.getRandomValues(new Uint32Array(16_384));
    for (let at = 0; at < words.length; at += 2) set.add(words[at]!, words[at + 1]!);
    expect(before).toBeLessThan(1_200_000);
    expect([set.bytes, set.size]).toEqual([before, 3000 + 8192]);
    set.reserve(10);
    expect(set.bytes).toBe(before);
  });

  test('hashes that all fall into one region are held too', () => {
    const set = new HashSet();
    for (let at = 0; at < 5000; at++) set.add(0xffffffff - (at % 10), at);
    expect(set.size).toBe(5000);
    expect(set.has(0xffffffff, 4990)).toBe(true);
    expect(set.has(0xffffffff, 4991)).toBe(false);
  });
});

describe('keys', () => {
  test('however a text is written, it is the same', () => {
    const keys = keysOf(['a"b'], ['Café'], ['x, y'], ['']);
    expect(found(keys, '"a""b"\n"Café"\nCafé\n"x, y"\n""\na"b\n')).toEqual([true, true, true, true, true, true]);
    expect(found(keys, Uint8Array.of(0x43, 0x61, 0x66, 0xe9))).toEqual([true]);
    expect(found(keys, 'a""b\n"a""""b"\nCafe\nCafe\u0301\ncafé\n Café\n')).toEqual(Array(6).fill(false));
  });

  test('what a short reference does not have is not looked for at length', () => {
    const long = 'x'.repeat(100_000);
    expect(found(keysOf(['x']), `${long}\n"${'""'.repeat(50_000)}"\nx\n`)).toEqual([false, false, true]);
    expect(found(keysOf([long]), `${long}\n${long}x\n${long.slice(1)}\n`)).toEqual([true, false, false]);
    expect(found(keysOf(), 'x\n')).toEqual([false]);
  });

  test('a text with half a character can stand in no file, nor another in its place', () => {
    const keys = keysOf(['a\ud800b'], ['c']);
    expect(keys.size).toBe(1);
    expect(found(keys, 'a\ufffdb\nc\n')).toEqual([false, true]);
  });

  test('few texts of one column are there for a kernel, each once; many or several columns are not', () => {
    const decoder = new TextDecoder();
    const texts = (keys: ReferenceKeys) => keys.texts?.map((text) => decoder.decode(text));
    expect(texts(keysOf(['a'], ['é'], ['a'], ['']))).toEqual(['a', 'é', '']);
    expect(texts(keysOf())).toEqual([]);
    expect(texts(keysOf(['a', 'b']))).toBeUndefined();
    const many = keysOf(...Array.from({ length: 5000 }, (_, at) => [String(at)]));
    expect([texts(many), many.size]).toEqual([undefined, 5000]);
    const repeated = keysOf(...Array.from({ length: 50_000 }, (_, at) => [String(at % 7)]));
    expect(texts(repeated)).toHaveLength(7);
    expect(keysOf(['x'.repeat(70_000)]).texts).toBeUndefined();
  });
});
