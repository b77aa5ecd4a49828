import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinScanner } from './builtin.ts';
import { Layer } from './layer.ts';
import { DEFAULT_LIMITS, Ledger, type ScanLimits } from './ledger.ts';
import { CSV, EICAR, fileOf } from './testing/samples.ts';
import { type ZipPart, zip, zipEntry } from './testing/zip-writer.ts';

const scan = (bytes: Uint8Array, limits: Partial<ScanLimits> = {}) => builtinScanner({ limits }).scan(fileOf(bytes));
const codes = async (bytes: Uint8Array, limits?: Partial<ScanLimits>) =>
  (await scan(bytes, limits)).warnings.map(({ code }) => code);
const isInfected = async (bytes: Uint8Array) => (await scan(bytes)).verdict.verdict === 'infected';

const harmless: ZipPart = { name: 'a.csv', data: CSV };
const virus: ZipPart = { name: 'v.txt', data: EICAR };
const packed = (levels: number, data: Buffer): Buffer =>
  levels === 0 ? data : packed(levels - 1, zip({ name: 'inner', data }));

describe('an honest archive', () => {
  it.each([
    ['deflated', zip(harmless, { name: 'b.csv', data: Buffer.alloc(200_000, CSV) })],
    ['stored', zip({ ...harmless, method: 'stored' }, { ...harmless, method: 'stored' })],
    ['with sizes after the data', zip({ ...harmless, descriptor: true }, { ...harmless, descriptor: true })],
    ['stored with sizes after the data', zip({ ...harmless, method: 'stored', descriptor: true })],
    ['with folders and empty files', zip({ name: 'f/', data: Buffer.alloc(0), method: 'stored' }, harmless)],
    ['empty', zip()],
    [
      'of archives',
      zip({ name: 'a.zip', data: zip(harmless) }, { name: 'b.zip', data: zip(harmless), method: 'stored' }),
    ],
    ['in gzip', gzipSync(zip(harmless))],
    ['of two gzip members and padding', Buffer.concat([gzipSync(CSV), gzipSync(CSV), Buffer.alloc(512)])],
  ])('gives no warnings: %s', async (_, bytes) => {
    expect(await codes(bytes)).toEqual([]);
  });
});

describe('the test virus cannot hide', () => {
  const bare = zipEntry(virus).bytes;
  const stored = { ...harmless, method: 'stored' as const };
  const cases: Record<string, Buffer> = {
    'deflated with sizes after the data': zip(harmless, { ...virus, descriptor: true }),
    'stored, nested, with sizes after the data': zip({
      name: 'i',
      data: zip(virus),
      method: 'stored',
      descriptor: true,
    }),
    'before an archive': Buffer.concat([EICAR, zip(harmless)]),
    'after an archive': Buffer.concat([zip(harmless), EICAR]),
    'packed after an archive': Buffer.concat([zip(harmless), bare]),
    'packed behind a program': Buffer.concat([Buffer.from('MZ\x90\x00'), Buffer.alloc(5000, 7), zip(virus)]),
    'between two entries': Buffer.concat([zipEntry(harmless).bytes, EICAR, zip(harmless)]),
    'in an entry that another one claims to contain': Buffer.concat([
      zipEntry({ ...stored, claimedSize: 1_000_000 }).bytes,
      zip(virus),
    ]),
    'in an entry that claims to be empty': zip({ ...virus, claimedSize: 0 }),
    'deflated but said to be stored': zip({ ...virus, claimedMethod: 0 }),
    'deflated but said to be packed otherwise': zip({ ...virus, claimedMethod: 12 }),
    'deflated but said to be locked': zip({ ...virus, encrypted: true }),
    'deflated with a method that does not exist': zip(harmless, { ...virus, claimedMethod: 777 }),
    'after a damaged entry': zip({ ...harmless, packed: Buffer.from('broken') }, virus),
    'inside the compressed data of another entry': zip({
      ...harmless,
      packed: Buffer.concat([Buffer.from('x'), bare]),
    }),
    'in gzip stored in an archive': zip({ name: 'v.gz', data: gzipSync(EICAR), method: 'stored' }),
    'in gzip followed by rubbish': Buffer.concat([gzipSync(EICAR), Buffer.from('rubbish')]),
    'in the second member of a gzip file': Buffer.concat([gzipSync(CSV), gzipSync(EICAR)]),
    'in gzip with a name and a comment': gzipWithName(EICAR),
    'in four levels of archives': packed(4, EICAR),
  };
  it.each(Object.keys(cases))('%s', async (name) => {
    expect(await isInfected(cases[name]!)).toBe(true);
  });

  it('whatever lies around it, however it is cut', async () => {
    const part = fc.record({
      name: fc.string({ maxLength: 12 }),
      data: fc.uint8Array({ maxLength: 300 }),
      method: fc.constantFrom('stored' as const, 'deflate' as const),
      descriptor: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.array(part),
      fc.array(part),
      fc.integer({ min: 1, max: 200 }),
      async (before, after, cut) => {
        const bytes = zip(...before, virus, ...after);
        const ledger = new Ledger(DEFAULT_LIMITS);
        ledger.rawBytes = bytes.length;
        const layer = new Layer(ledger, { depth: 0, quiet: false });
        // Past the gathering of small chunks, so that headers and data are really cut.
        for (let at = 0; at < bytes.length; at += cut) await layer.write(bytes.subarray(at, at + cut));
        ledger.close();
        expect(ledger.hit).toBe('EICAR test file');
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});

describe('what could not be looked into is told', () => {
  it.each([
    ['encrypted', zip({ ...harmless, encrypted: true })],
    ['unsupported-compression', zip({ ...harmless, claimedMethod: 14, packed: Buffer.from('lzma') })],
    ['disguised', zip({ name: 'a.csv', data: CSV, claimedMethod: 0 })],
    ['disguised', zip({ name: 'a.csv', data: Buffer.alloc(500, CSV), claimedMethod: 0, descriptor: true })],
    ['nested-too-deep', packed(5, CSV)],
    ['nested-too-deep', packed(4, gzipSync(CSV))],
    ['archive-not-opened', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(50)])],
    ['archive-not-opened', zip({ name: 'a.rar', data: Buffer.from('Rar!\x1a\x07\x00....') })],
    ['archive-not-opened', zip({ name: 'a.rar', data: Buffer.from('Rar!\x1a\x07\x00....'), method: 'stored' })],
    ['damaged', zip({ name: 'a.zip', data: zip(harmless, harmless).subarray(0, 150) })],
    ['damaged', zip({ name: 'a.mp4', data: CSV, method: 'stored' }).subarray(0, 60)],
    ['damaged', zip({ ...harmless, packed: deflateRawSync(Buffer.from('other data than promised')) })],
    ['damaged', Buffer.concat([gzipSync(CSV).subarray(0, -8), Buffer.alloc(8)])],
    ['damaged', Buffer.concat([Buffer.from('1f8b08', 'hex'), Buffer.from('not deflate data at all')])],
  ])('%s', async (code, bytes) => {
    const { verdict, warnings } = await scan(bytes);
    expect(warnings.map((each) => each.code)).toContain(code);
    expect(verdict).toMatchObject({
      verdict: 'not-scanned',
      reason: expect.stringMatching(/^it .+; no known test signature/),
    });
  });

  it('four levels are within the limit', async () => {
    expect(await codes(packed(4, CSV))).toEqual([]);
  });

  it.each([
    ['stored', { name: 'a', data: Buffer.from('MZ\x90\x00\x03'), method: 'stored' as const }],
    ['deflated', { name: 'a', data: Buffer.from('\x7fELF\x02\x01') }],
    ['by its first line', { name: 'a', data: Buffer.from('#!/bin/sh\necho\n') }],
    ['by its name', { name: 'a.PS1', data: CSV }],
  ])('a program inside: %s', async (_, part) => {
    expect(await codes(zip(harmless, part))).toEqual(['executable-inside']);
  });

  it('a program in gzip, which is not the same as a program itself', async () => {
    const program = Buffer.from('\x7fELF\x02\x01');
    expect(await codes(gzipSync(program))).toEqual(['executable-inside']);
    expect(await codes(program)).toEqual([]);
  });
});

describe('limits', () => {
  it('unpacked bytes', async () => {
    const bytes = zip({ name: 'a', data: Buffer.alloc(300_000, CSV) });
    expect(await codes(bytes, { unpackedBytes: 300_000 })).toEqual([]);
    expect(await codes(bytes, { unpackedBytes: 299_999 })).toEqual(['too-big-unpacked']);
  });

  it('unpacked bytes, all entries together', async () => {
    const part = { name: 'a', data: Buffer.alloc(100_000, CSV) };
    expect(await codes(zip(part, part, part), { unpackedBytes: 299_999 })).toEqual(['too-big-unpacked']);
  });

  it('the ratio, once there is much', async () => {
    const bytes = zip({ name: 'a', data: Buffer.alloc(1_000_000) });
    expect(await codes(bytes, { ratioFromBytes: 1_000_000 })).toEqual([]);
    expect(await codes(bytes, { ratioFromBytes: 500_000 })).toEqual(['too-big-unpacked']);
  });

  it('the number of entries', async () => {
    const bytes = zip(...Array.from({ length: 20 }, () => harmless));
    expect(await codes(bytes, { entries: 20 })).toEqual([]);
    expect(await codes(bytes, { entries: 19 })).toEqual(['too-many-entries']);
  });

  it('compressed streams that overlap', async () => {
    // Each entry's data is a deflate block that quotes the header of the next one, and none comes to an end.
    let data: Buffer = Buffer.from('01000ff0', 'hex');
    for (let level = 0; level < 60; level++) data = zipEntry({ ...harmless, packed: quoted(data) }).bytes;
    expect(await codes(data)).toContain('overlapping');
  });

  it('still searches the bytes themselves once a limit is reached', async () => {
    const bytes = Buffer.concat([zip(harmless, harmless), Buffer.alloc(400_000), EICAR]);
    expect((await scan(bytes, { entries: 1 })).verdict.verdict).toBe('infected');
  });
});

it('takes a damaged archive of any sort', async () => {
  const whole = zip(
    harmless,
    { ...harmless, method: 'stored', descriptor: true },
    { name: 'b.zip', data: zip(harmless) },
  );
  const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 });
  const property = fc.asyncProperty(changes, fc.nat(whole.length), async (spots, length) => {
    const bytes = Buffer.from(whole.subarray(0, length));
    for (const [at, value] of spots) if (at < length) bytes[at] = value;
    expect((await scan(bytes)).verdict.verdict).toBe('not-scanned');
  });
  await fc.assert(property, { numRuns: 300 });
});

/** A stored deflate block that is not the last one (RFC 1951, 3.2.4). */
function quoted(data: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(data.length, 1);
  head.writeUInt16LE(0xffff - data.length, 3);
  return Buffer.concat([head, data]);
}

function gzipWithName(data: Buffer): Buffer {
  const plain = gzipSync(data);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 4 | 8 | 16 | 2;
  return Buffer.concat([
    head,
    Buffer.from('\x03\x00abcname\0comment\0', 'latin1'),
    Buffer.alloc(2),
    plain.subarray(10),
  ]);
}
