import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Feed } from './feed.ts';
import { BUFFER_BYTES } from './kernel/kernel.ts';
import { bytesSource, type Source } from './source.ts';

const KIB = 1024;
/** Long enough for pieces in both places, and for rows that are longer than the gap between them. */
const FILE = Uint8Array.from({ length: 5000 * KIB }, (_, at) => (at * 2654435761) >>> 24);
const buffer = new Uint8Array(BUFFER_BYTES - 64);

/** The same bytes, read straight into the buffer, `most` at a time. */
function directSource(bytes: Uint8Array, most: number): Source {
  return {
    ...bytesSource(bytes),
    async readInto(target, at) {
      const part = bytes.subarray(at, at + Math.min(most, target.length));
      target.set(part);
      return part.length;
    },
  };
}

test('gives every byte once, whatever the pieces and however much is left of each', () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(FILE.length),
      fc.constantFrom(700, 4 * KIB, 64 * KIB, 1024 * KIB, 4096 * KIB),
      fc.boolean(),
      // What is left of each filling, in KiB, as if a row went on; a row may be longer than the gap and than a piece.
      fc.array(fc.constantFrom(0, 0, 1, 63, 64, 65, 600, 1023), { minLength: 1, maxLength: 12 }),
      async (length, most, direct, lefts) => {
        const bytes = FILE.subarray(0, length);
        const feed = new Feed(direct ? directSource(bytes, most) : bytesSource(bytes, most), buffer);
        let seen = 0;
        for (let turn = 0, more = true; more; turn++) {
          more = await feed.fill(turn === 0 ? 64 * KIB : 1);
          expect(feed.base + feed.begin).toBe(seen);
          const left = more ? Math.min(lefts[turn % lefts.length]! * KIB, feed.filled - feed.begin) : 0;
          const end = feed.filled - left;
          const given = feed.bytes.subarray(feed.begin, end);
          expect(Buffer.compare(given, bytes.subarray(seen, seen + given.length))).toBe(0);
          seen += given.length;
          feed.drop(end);
        }
        expect(seen).toBe(length);
        await feed.close();
      },
    ),
    { numRuns: 300 },
  ));

test('a fault of reading ahead is told to whoever asks for the next bytes, and to nobody else', async () => {
  const broken: Source = {
    ...bytesSource(FILE),
    async readInto(target, at) {
      if (at > 0) throw new Error('EIO');
      return target.length;
    },
  };
  const feed = new Feed(broken, buffer);
  expect(await feed.fill()).toBe(true);
  feed.drop(feed.filled);
  await expect(feed.fill()).rejects.toThrow('EIO');
  await feed.close();
  const left = new Feed(broken, buffer);
  await left.fill();
  await left.close();
});

test('nothing is written to the buffer once the feed is closed', async () => {
  let finish = (): void => undefined;
  const slow: Source = {
    ...bytesSource(FILE),
    async readInto(target, at) {
      if (at > 0) await new Promise<void>((resolve) => (finish = resolve));
      target.fill(1);
      return target.length;
    },
  };
  const feed = new Feed(slow, buffer);
  await feed.fill();
  const closing = feed.close();
  finish();
  await closing;
  buffer.fill(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(buffer.includes(1)).toBe(false);
});
