import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClamdClient } from './clamd-client.ts';
import { scannerContract } from './scanner-contract.ts';
import { selfTest } from './self-test.ts';
import { findClamd, NEEDED_LINES, ONLY_CLAMD_KNOWS, type RealClamd, realClamd } from './testing/real-clamd.ts';
import { CSV, EICAR, fileOf } from './testing/samples.ts';
import { testScanner } from './testing/scanners.ts';
import { zip } from './testing/zip-writer.ts';

const program = findClamd(process.env['PATH']);
const needed = (process.env['GARNER_TEST_NEEDS'] ?? '').split(',').includes('clamd');
const now = new Date('2026-01-06T09:00:00Z');

it.runIf(needed)('there is a clamd, as GARNER_TEST_NEEDS demands', () => {
  expect(program, 'install clamav-daemon').toBeDefined();
});

describe.skipIf(program === undefined)('a real clamd (skipped where there is none)', () => {
  let clamd: RealClamd;
  beforeAll(async () => {
    // With the usual 100 MB an archive that unpacks without end would take most of the contract's time.
    clamd = await realClamd({ program: program!, lines: [...NEEDED_LINES, 'MaxFileSize 30M'] });
  });
  afterAll(() => clamd?.[Symbol.asyncDispose]());

  scannerContract(
    async () => {
      const { scanner } = testScanner({ address: clamd.address });
      await scanner.ready();
      return scanner;
    },
    { saysClean: true },
  );

  it.each([
    ['plain', ONLY_CLAMD_KNOWS],
    ['in a ZIP archive', zip({ name: 'a.csv', data: CSV }, { name: 'b.txt', data: ONLY_CLAMD_KNOWS })],
    ['in a gzip file', gzipSync(ONLY_CLAMD_KNOWS)],
    ['behind 20 MB', Buffer.concat([Buffer.alloc(20_000_000, CSV), ONLY_CLAMD_KNOWS])],
  ])('its own signatures count: %s', async (_, bytes) => {
    const { verdict } = await testScanner({ address: clamd.address }).scanner.scan(fileOf(bytes, { chunk: 100_000 }));
    expect(verdict).toEqual({ verdict: 'infected', engine: 'clamd', signature: 'Garner.Test.UNOFFICIAL' });
  });

  it('finds it wherever the chunks are split', async () => {
    const { scanner } = testScanner({ address: clamd.address });
    for (let chunk = 1; chunk <= ONLY_CLAMD_KNOWS.length; chunk += 7) {
      expect((await scanner.scan(fileOf(ONLY_CLAMD_KNOWS, { chunk }))).verdict.verdict).toBe('infected');
    }
  });

  it('takes twenty at once, each with its own verdict', async () => {
    const { scanner } = testScanner({ address: clamd.address });
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const bytes = Buffer.concat([Buffer.alloc(300_000, CSV), at % 2 === 0 ? CSV : ONLY_CLAMD_KNOWS]);
        return (await scanner.scan(fileOf(bytes, { chunk: 65_536 }))).verdict.verdict;
      }),
    );
    expect(verdicts).toEqual(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 'clean' : 'infected')));
  });

  it('calls nothing clean once it went away', async () => {
    const passing = await realClamd({ program: program! });
    const { scanner, clock } = testScanner({ address: passing.address });
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('clean');
    await passing[Symbol.asyncDispose]();
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual({
      verdict: 'not-scanned',
      engine: 'clamd',
      reason: 'the virus scanner could not be reached',
      passing: true,
    });
    clock.pass(30_000);
    expect(scanner.truly).toBe(false);
  });

  describe('over the size that it takes', () => {
    let small: RealClamd;
    beforeAll(async () => {
      small = await realClamd({
        program: program!,
        lines: [...NEEDED_LINES, 'StreamMaxLength 1M', 'MaxFileSize 300K'],
      });
    });
    afterAll(() => small?.[Symbol.asyncDispose]());

    it.each([
      ['StreamMaxLength', 5_000_000, 'it is larger than the virus scanner takes'],
      ['MaxFileSize', 500_000, 'it, or a file inside it, is larger than the virus scanner looks at'],
    ])('%s', async (_, size, reason) => {
      const { scanner } = testScanner({ address: small.address, largestFile: 200_000 });
      for (const chunk of [10_000, 65_536, size]) {
        const { verdict, kind } = await scanner.scan(fileOf(Buffer.alloc(size, CSV), { chunk }));
        expect(verdict).toEqual({ verdict: 'not-scanned', engine: 'clamd', reason });
        expect(kind.id).toBe('csv');
      }
    });

    it('is a remark of the self-test, with what to raise', async () => {
      const tested = await selfTest(new ClamdClient(small), { largestFile: 5_000_000, now });
      expect(tested).toMatchObject({
        ok: true,
        faults: [],
        remarks: [expect.stringContaining('StreamMaxLength'), expect.stringContaining('unpacks to more than 0.1 MB')],
      });
    });
  });

  it('calls no archive clean whose end clamd never saw', async () => {
    await using other = await realClamd({ program: program!, lines: [...NEEDED_LINES, 'MaxFileSize 4M'] });
    const { scanner, lines } = testScanner({ address: other.address, largestFile: 10_000_000 });
    const hidden = (padding: number) =>
      zip({ name: 'a.bin', data: Buffer.concat([Buffer.alloc(padding), ONLY_CLAMD_KNOWS]) });
    const verdicts = [];
    for (const padding of [2_000_000, 5_000_000]) verdicts.push((await scanner.scan(fileOf(hidden(padding)))).verdict);
    expect(verdicts).toEqual([
      expect.objectContaining({ verdict: 'infected' }),
      expect.objectContaining({ verdict: 'not-scanned', reason: expect.stringContaining('known to look at') }),
    ]);
    expect(lines[0]).toMatchObject({ level: 40, remarks: [expect.any(String), expect.stringContaining('2.4 MB')] });
  });

  describe('the self-test', () => {
    const limits = ['StreamMaxLength 8M', 'MaxFileSize 2M', 'MaxScanSize 4M'];
    const cases: [string, string[], 'hash' | 'anywhere', number, RegExp[]][] = [
      ['passes what is set up rightly', [...NEEDED_LINES], 'anywhere', 5_000_000, []],
      ['passes signatures like the official ones', [...NEEDED_LINES], 'hash', 5_000_000, []],
      ['passes when over its limits it says so', [...NEEDED_LINES, ...limits], 'hash', 5_000_000, []],
      ['refuses one without AlertExceedsMax', ['AlertEncrypted yes'], 'hash', 1_000, [/AlertExceedsMax yes/]],
      [
        'refuses one without AlertExceedsMax whose limits are met by the largest file',
        ['AlertEncrypted yes', ...limits],
        'hash',
        5_000_000,
        [/AlertExceedsMax yes/, /OK of files of 4\.8 MB.*AlertExceedsMax yes/],
      ],
      ['refuses one without AlertEncrypted', ['AlertExceedsMax yes'], 'hash', 1_000, [/AlertEncrypted yes/]],
      [
        'refuses one that looks too deep to be tested',
        [...NEEDED_LINES, 'MaxRecursion 200'],
        'hash',
        1_000,
        [/MaxRecursion/],
      ],
    ];
    it.each(cases)('%s', async (_, lines, eicar, largestFile, faults) => {
      await using other = await realClamd({ program: program!, lines, eicar });
      const tested = await selfTest(new ClamdClient(other), { largestFile, now });
      expect(tested.faults.map(({ mend }) => mend)).toEqual(faults.map((fault) => expect.stringMatching(fault)));
      expect(tested).toMatchObject({
        ok: faults.length === 0,
        reached: true,
        version: expect.stringMatching(/^ClamAV/),
      });
    });

    it('keeps a scanner from saying clean, and still lets it find', async () => {
      await using other = await realClamd({ program: program!, lines: [] });
      const { scanner, lines } = testScanner({ address: other.address });
      expect((await scanner.scan(fileOf(CSV))).verdict).toMatchObject({
        verdict: 'not-scanned',
        reason: expect.stringMatching(/^the virus scanner cannot be relied on: it lets/),
      });
      expect((await scanner.scan(fileOf(ONLY_CLAMD_KNOWS))).verdict.verdict).toBe('infected');
      expect((await scanner.scan(fileOf(EICAR))).verdict.verdict).toBe('infected');
      expect(scanner.truly).toBe(false);
      expect(lines.map(({ level }) => level)).toEqual([50]);
    });
  });
});
