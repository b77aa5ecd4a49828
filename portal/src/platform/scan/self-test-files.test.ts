import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { builtinScanner } from './builtin.ts';
import {
  deepArchive,
  eicarFile,
  lockedArchive,
  packedVirusBehindPadding,
  type TestFile,
  virusBehindPadding,
} from './self-test-files.ts';
import { EICAR } from './testing/samples.ts';

const scan = ({ size, chunks }: TestFile) =>
  builtinScanner().scan({
    name: 'a.zip',
    size,
    async *stream() {
      yield* chunks();
    },
  });

it('the virus is the standard one, and lies behind padding in a whole archive', async () => {
  expect(Buffer.concat([...eicarFile.chunks()])).toEqual(EICAR);
  const bytes = Buffer.concat([...virusBehindPadding(100_000).chunks()]);
  expect(bytes.indexOf(EICAR)).toBeGreaterThan(99_700);
  expect((await scan(virusBehindPadding(100_000))).verdict.verdict).toBe('infected');
  // With another byte in it nothing is found, and nothing of the archive stays unseen.
  const harmless = Buffer.from(bytes.toString('latin1').replace('EICAR-STANDARD', 'EICAR-STANDARE'), 'latin1');
  const { kind, warnings } = await scan({ size: harmless.length, chunks: () => [harmless] });
  expect(kind.id).toBe('zip');
  expect(warnings.map(({ code }) => code).filter((code) => code !== 'damaged')).toEqual([]);
});

it('is as large as is asked, and never held whole', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 70_000_000 })), (size) => {
      const file = virusBehindPadding(size);
      let sum = 0;
      let largest = 0;
      for (const { length } of file.chunks()) {
        sum += length;
        largest = Math.max(largest, length);
      }
      expect(sum).toBe(file.size);
      expect(largest).toBeLessThanOrEqual(256 * 1024);
      if (size > 400) expect(file.size).toBe(size);
      else expect(file.size).toBeLessThan(600);
    }),
    { numRuns: 30 },
  );
  expect(virusBehindPadding(2 ** 40).size).toBe(3 * 1024 ** 3);
});

it.each([1_000, 300_000, 40_000_000])(
  'deflated it is small, and unpacks to %i bytes with the virus at the end',
  (size) => {
    const file = packedVirusBehindPadding(size);
    const bytes = Buffer.concat([...file.chunks()]);
    expect(bytes.length).toBe(file.size);
    expect(bytes.length).toBeLessThan(1_000 + size / 500);
    const inner = inflateRawSync(bytes.subarray(38));
    expect(inner).toEqual(Buffer.concat([...virusBehindPadding(size).chunks()]));
    expect(bytes.readUInt32LE(22)).toBe(size);
  },
);

it('the locked one is seen to be locked, the deep one to be deep', async () => {
  expect((await scan(lockedArchive())).warnings.map(({ code }) => code)).toEqual(['encrypted']);
  expect(Buffer.concat([...deepArchive().chunks()]).includes(EICAR)).toBe(false);
  expect((await scan(deepArchive())).kind.id).toBe('zip');
});
