import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, PIECE, PLACES, placesOf, sha256Of } from './fingerprint.ts';

test('the places are within the file, in order, of one size, from its first byte to its last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (size) => {
      const places = placesOf(size);
      expect(places[0]![0]).toBe(0);
      expect(places.at(-1)![1]).toBe(size);
      if (size <= PIECE * PLACES) {
        expect(places).toHaveLength(1);
        return;
      }
      expect(places).toHaveLength(PLACES);
      for (const [at, [from, to]] of places.entries()) {
        expect(to - from).toBe(PIECE);
        expect(from).toBeGreaterThanOrEqual(at === 0 ? 0 : places[at - 1]![1]);
      }
    }),
  );
});

test('the fingerprint of a known file stays what it is: uploads under way are found by it', async () => {
  expect(await fingerprintOf(new Blob([]))).toBe(createHash('sha256').update('0\n').digest('hex'));
  expect(await fingerprintOf(new Blob(['abc']))).toBe(createHash('sha256').update('3\nabc').digest('hex'));
  const big = Buffer.alloc(3_000_000, 'Garner');
  const hash = createHash('sha256').update('3000000\n');
  for (const [from, to] of placesOf(big.length)) hash.update(big.subarray(from, to));
  expect(await fingerprintOf(new Blob([big]))).toBe(hash.digest('hex'));
});

test('a byte more, or another first, last or middle byte, is another fingerprint', async () => {
  const bytes = Buffer.alloc(2_000_000, 7);
  const own = await fingerprintOf(new Blob([bytes]));
  for (const at of [0, bytes.length - 1, bytes.length / 2]) {
    const other = Buffer.from(bytes);
    other[at] = 8;
    expect(await fingerprintOf(new Blob([other]))).not.toBe(own);
  }
  expect(await fingerprintOf(new Blob([bytes, new Uint8Array(1)]))).not.toBe(own);
});

test('the sum of every byte, whatever the pieces', async () => {
  const bytes = Buffer.alloc(5_000_001, 'some words of a recording');
  expect(await sha256Of(new Blob([bytes]))).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(await sha256Of(new Blob([]))).toBe(createHash('sha256').digest('hex'));
  await expect(sha256Of(new Blob([bytes]), AbortSignal.abort())).rejects.toThrow('aborted');
});
