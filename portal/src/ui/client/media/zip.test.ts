import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ZipPart, zip } from '../../../platform/scan/testing/zip-writer.ts';
import { Zip, ZipFault } from './zip.ts';

const MOST = 1_000_000;
const bytes = (text: string): Buffer => Buffer.from(text);
const blob = (content: Uint8Array): Blob => new Blob([new Uint8Array(content)]);
const open = (...parts: ZipPart[]): Promise<Zip> => Zip.open(blob(zip(...parts)), MOST);

test('files in folders are listed, folders are not, and each unpacks to what it was', async () => {
  const archive = await open(
    { name: 'drop/', data: bytes(''), method: 'stored' },
    { name: 'drop/a.mp3', data: bytes('first '.repeat(1000)) },
    { name: 'drop/Zoë.mp3', data: bytes('stored'), method: 'stored' },
    { name: 'b.mp3', data: bytes('piped'), descriptor: true },
  );
  expect(archive.items.map(({ path, size, refusal }) => [path, size, refusal])).toEqual([
    ['drop/a.mp3', 6000, undefined],
    ['drop/Zoë.mp3', 6, undefined],
    ['b.mp3', 5, undefined],
  ]);
  const texts = await Promise.all(archive.items.map(async ({ index }) => (await archive.unpack(index)).text()));
  expect(texts).toEqual(['first '.repeat(1000), 'stored', 'piped']);
});

test.each<[why: string, part: ZipPart, words: string]>([
  ['locked', { name: 'a.mp3', data: bytes('x'), encrypted: true }, 'It is locked with a password.'],
  ['a zip in it', { name: 'in/more.ZIP', data: bytes('x') }, 'It is an archive in an archive.'],
  ['up and out', { name: '../a.mp3', data: bytes('x') }, 'points outside'],
  ['up with backslashes', { name: 'a\\..\\..\\b.mp3', data: bytes('x') }, 'points outside'],
  ['from the root', { name: '/etc/a.mp3', data: bytes('x') }, 'points outside'],
  ['from a drive', { name: 'C:\\a.mp3', data: bytes('x') }, 'points outside'],
  ['a bomb', { name: 'a.mp3', data: Buffer.alloc(MOST + 1) }, 'It unpacks to 1 MB; the most is 1 MB.'],
])('%s is refused, and the others are not', async (_why, part, words) => {
  const archive = await open(part, { name: 'good.mp3', data: bytes('good') });
  const [bad, good] = archive.items;
  expect(bad!.refusal).toContain(words);
  await expect(archive.unpack(bad!.index)).rejects.toThrow(ZipFault);
  expect(await (await archive.unpack(good!.index)).text()).toBe('good');
});

test('a file that unpacks to more than the archive says is refused before it is all unpacked', async () => {
  const bomb = zip({ name: 'a.mp3', data: Buffer.alloc(MOST) });
  const lying = Buffer.from(bomb);
  const central = lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  lying.writeUInt32LE(10, central + 24);
  lying.writeUInt32LE(10, 22);
  const archive = await Zip.open(blob(lying), MOST);
  expect(archive.items[0]!.size).toBe(10);
  await expect(archive.unpack(0)).rejects.toThrow(ZipFault);
});

test('damaged bytes in a file are noticed', async () => {
  const whole = zip({ name: 'a.mp3', data: bytes('some sound '.repeat(50)), method: 'stored' });
  whole[60]! ^= 0xff;
  await expect((await Zip.open(blob(whole), MOST)).unpack(0)).rejects.toThrow('It is damaged');
});

test('what is no zip file, or half of one, is refused in words', async () => {
  const whole = zip({ name: 'a.mp3', data: Buffer.alloc(5000, 'x'), method: 'stored' });
  for (const content of [bytes(''), bytes('not a zip'), whole.subarray(0, whole.length / 2)])
    await expect(Zip.open(blob(content), MOST)).rejects.toThrow('It is damaged, or is not a zip file.');
});

test('whatever byte is changed, nothing comes of it but files or words', async () => {
  const whole = zip(
    { name: 'a.mp3', data: bytes('abc'.repeat(40)) },
    { name: 'b/c.mp3', data: bytes('def'), method: 'stored' },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(whole);
      changed[at]! ^= flip;
      try {
        const archive = await Zip.open(blob(changed), MOST);
        for (const { index } of archive.items) expect((await archive.unpack(index)).size).toBeLessThanOrEqual(MOST);
      } catch (error) {
        expect(error).toBeInstanceOf(ZipFault);
      }
    }),
    { numRuns: 150 },
  );
});
