import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ZipEntry, ZipLayout } from './zip.ts';

interface Held {
  readonly name: string;
  readonly bytes: Buffer;
}

const AT = new Date('2027-06-04T16:00:02Z');

function layoutOf(held: readonly Held[]): ZipLayout {
  return new ZipLayout(held.map(({ name, bytes }) => ({ name, size: bytes.length, crc32: crc32(bytes), at: AT })));
}

/** The bytes of a range as they would be sent. */
function sent(layout: ZipLayout, held: readonly Held[], start?: number, end?: number): Buffer {
  const parts = [...layout.parts(start, end)];
  return Buffer.concat(
    parts.map((part) => ('bytes' in part ? part.bytes : held[part.entry]!.bytes.subarray(part.start, part.end))),
  );
}

interface Found {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  readonly offset: number;
}

/** Reads an archive's directory from its end, as unzipping programs do, zip64 or not. `base`: where these last bytes begin. */
function readDirectory(tail: Buffer, base = 0): Found[] {
  const end = tail.length - 22;
  expect(tail.readUInt32LE(end)).toBe(0x06054b50);
  let [count, size, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    expect(tail.readUInt32LE(end - 20)).toBe(0x07064b50);
    const at = Number(tail.readBigUInt64LE(end - 12)) - base;
    expect(tail.readUInt32LE(at)).toBe(0x06064b50);
    [count, size, offset] = [32, 40, 48].map((of) => Number(tail.readBigUInt64LE(at + of))) as [number, number, number];
  }
  const found: Found[] = [];
  let at = offset - base;
  for (let index = 0; index < count; index++) {
    expect(tail.readUInt32LE(at)).toBe(0x02014b50);
    const [nameLength, extraLength] = [tail.readUInt16LE(at + 28), tail.readUInt16LE(at + 30)];
    const name = tail.toString('utf8', at + 46, at + 46 + nameLength);
    const values = [tail.readUInt32LE(at + 24), tail.readUInt32LE(at + 20), tail.readUInt32LE(at + 42)];
    let extra = at + 46 + nameLength + 4;
    const [long, , begins] = values.map((value) => {
      if (value !== 0xffffffff) return value;
      extra += 8;
      return Number(tail.readBigUInt64LE(extra - 8));
    }) as [number, number, number];
    found.push({ name, size: long, crc32: tail.readUInt32LE(at + 16), offset: begins });
    at += 46 + nameLength + extraLength;
  }
  expect(at).toBe(offset - base + size);
  return found;
}

/** Reads every file of an archive and looks at each of its sums. */
function unzipped(archive: Buffer): Held[] {
  return readDirectory(archive).map(({ name, size, crc32: sum, offset }) => {
    expect(archive.readUInt32LE(offset)).toBe(0x04034b50);
    const begins = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    expect(archive.toString('utf8', offset + 30, offset + 30 + archive.readUInt16LE(offset + 26))).toBe(name);
    const bytes = archive.subarray(begins, begins + size);
    expect(crc32(bytes)).toBe(sum);
    return { name, bytes };
  });
}

const files = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    bytes: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);

describe('an archive', () => {
  test('holds every file, byte for byte, and any range is the slice of the whole', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.nat(), (held, a, b) => {
        const layout = layoutOf(held);
        const whole = sent(layout, held);
        expect(whole.length).toBe(layout.size);
        expect(unzipped(whole)).toEqual(held);
        const [start, end] = [a % (layout.size + 1), b % (layout.size + 1)].sort((x, y) => x - y) as [number, number];
        expect(sent(layout, held, start, end).equals(whole.subarray(start, end))).toBe(true);
      }),
      { numRuns: 150, seed: 20270604 },
    );
  });

  test('is taken by another program', (context) => {
    const held = [
      { name: '16677_8638SF_0001_1.mp3', bytes: Buffer.from('sound') },
      { name: 'manifest.csv', bytes: Buffer.alloc(100_000, 'a') },
    ];
    const folder = mkdtempSync(join(tmpdir(), 'garner-zip-'));
    try {
      const path = join(folder, 'a.zip');
      writeFileSync(path, sent(layoutOf(held), held));
      const script = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), *z.namelist())';
      let said: string;
      try {
        said = execFileSync('python3', ['-c', script, path], { encoding: 'utf8' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return context.skip();
        throw error;
      }
      expect(said.trim()).toBe('None 16677_8638SF_0001_1.mp3 manifest.csv');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('of more than 4 GB, with a file of more than 4 GB, tells its sizes in zip64', () => {
    const GB = 2 ** 30;
    const sizes = [3 * GB, 2 * GB, 5 * GB, 0xffffffff, 7];
    const entries: ZipEntry[] = sizes.map((size, index) => ({ name: `f${index}`, size, crc32: index, at: AT }));
    const layout = new ZipLayout(entries);
    const base = layout.size - 1000;
    const tail = Buffer.concat(
      [...layout.parts(base)].map((part) => ('bytes' in part ? part.bytes : Buffer.alloc(part.end - part.start))),
    );
    expect(tail.length).toBe(1000);
    const found = readDirectory(tail, base);
    expect(found.map(({ size }) => size)).toEqual(sizes);
    for (const { name, offset, size } of found) {
      const header = [...layout.parts(offset, offset + 60)][0]!;
      if (!('bytes' in header)) throw new Error('A header is expected');
      expect(header.bytes.readUInt32LE(0)).toBe(0x04034b50);
      expect(header.bytes.toString('utf8', 30, 32)).toBe(name);
      if (size >= 0xffffffff) expect(Number(header.bytes.readBigUInt64LE(36))).toBe(size);
    }
  });

  test('of 70,000 files counts them in zip64', () => {
    const held = Array.from({ length: 70_000 }, (_, index) => ({ name: `f${index}`, bytes: Buffer.alloc(0) }));
    const layout = layoutOf(held);
    expect(readDirectory(sent(layout, held))).toHaveLength(70_000);
  });

  test('of nothing is an archive', () => expect(unzipped(sent(layoutOf([]), []))).toEqual([]));
});
