import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../log.ts';
import type { Patience } from './clamd-conversation.ts';
import { openScanner } from './index.ts';
import type { ScanFile } from './scanner.ts';
import { scannerContract } from './scanner-contract.ts';
import { type FakeClamd, fakeClamd, honestVerdict } from './testing/fake-clamd.ts';
import { CSV, EICAR, fileOf } from './testing/samples.ts';
import { testClock, testScanner } from './testing/scanners.ts';
import { zip } from './testing/zip-writer.ts';

const MEGABYTES = Buffer.alloc(5_000_000, CSV);
const UNREACHABLE = 'the virus scanner could not be reached';
const LATE = 'the virus scanner did not answer in time';
/** Enough for what answers at once, even on a busy machine; what does not is waited for in vain. */
const SHORT: Patience = { connect: 1_000, idle: 1_000, total: 2_500 };

let clamd: FakeClamd;
beforeEach(async () => {
  clamd = await fakeClamd();
});
afterEach(() => clamd[Symbol.asyncDispose]());

/** A scanner whose self-test went well. */
async function trusted(options: Partial<Parameters<typeof testScanner>[0]> = {}) {
  const made = testScanner({ address: clamd.address, ...options });
  expect(await made.scanner.ready()).toMatchObject({ ok: true });
  return made;
}

const notScanned = (reason: string, passing = true) => ({
  verdict: 'not-scanned',
  engine: 'clamd',
  reason,
  ...(passing && { passing }),
});

describe('over TCP', () => {
  let other: FakeClamd;
  scannerContract(
    async () => {
      other = await fakeClamd({ tcp: true });
      // What only a real engine finds, the fake leaves to our own look at the bytes.
      const { scanner } = testScanner({ address: other.address });
      await scanner.ready();
      return scanner;
    },
    { saysClean: true },
  );
});

describe('when clamd breaks off', () => {
  const small = Buffer.alloc(20_000, CSV);

  it.each([false, true])(
    'reads its answer before the failing write is told, however the file comes (over TCP: %s)',
    async (tcp) => {
      await using other = await fakeClamd({ tcp });
      const { scanner } = await trusted({ address: other.address });
      other.behaviour.after = {
        bytes: 100_000,
        then: (socket) => socket.end('INSTREAM size limit exceeded. ERROR\0', () => socket.destroy()),
      };
      for (const chunk of [1_000, 65_536, 1_000_000, 5_000_000, 65_536, 300_000]) {
        const { verdict, kind, warnings } = await scanner.scan(fileOf(MEGABYTES, { chunk }));
        expect(verdict).toEqual(notScanned('it is larger than the virus scanner takes', false));
        expect([kind.id, warnings]).toEqual(['csv', []]);
      }
    },
  );

  it.each([0, 100_000])('connection cut after %i bytes', async (bytes) => {
    const { scanner } = await trusted();
    clamd.behaviour.after = { bytes, then: (socket) => socket.destroy() };
    const { verdict, kind } = await scanner.scan(fileOf(MEGABYTES, { chunk: 65_536 }));
    expect(verdict).toEqual(notScanned(UNREACHABLE));
    expect(kind.id).toBe('csv');
  });

  it('connection cut in the middle of the answer', async () => {
    const { scanner } = await trusted();
    clamd.behaviour.verdict = () => undefined;
    clamd.behaviour.after = { bytes: 10_000, then: (socket) => socket.end('stream: OK') };
    expect((await scanner.scan(fileOf(small))).verdict).toEqual(notScanned(UNREACHABLE));
  });

  it.each([
    ['garbage', 'HTTP/1.1 400 Bad Request', 'the virus scanner gave an answer that cannot be understood'],
    ['endless garbage', 'x'.repeat(50_000), 'the virus scanner gave an answer that cannot be understood'],
    [
      'an error',
      'stream: Cannot write to temporary file ERROR',
      'the virus scanner could not look at it because of an error',
    ],
  ])('answer is %s', async (_, answer, reason) => {
    const { scanner } = await trusted();
    clamd.behaviour.verdict = () => answer;
    expect((await scanner.scan(fileOf(small))).verdict).toEqual(notScanned(reason));
  });
});

describe('when clamd hangs', () => {
  it.each([
    ['in reading the file', MEGABYTES],
    ['before its answer', CSV],
  ])('%s', async (_, bytes) => {
    const { scanner } = await trusted({ patience: () => SHORT });
    clamd.behaviour.verdict = () => undefined;
    clamd.behaviour.after = { bytes: 100_000, then: () => undefined };
    expect((await scanner.scan(fileOf(bytes, { chunk: 65_536 }))).verdict).toEqual(notScanned(LATE));
  });

  it('at the first question: the file is still looked at by us', async () => {
    clamd.behaviour.reply = () => undefined;
    const { scanner, lines } = testScanner({ address: clamd.address, patience: () => SHORT });
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual(notScanned(LATE));
    expect((await scanner.scan(fileOf(EICAR))).verdict).toMatchObject({
      verdict: 'infected',
      signature: 'EICAR test file',
    });
    expect(lines).toEqual([expect.objectContaining({ level: 50, faults: [expect.stringContaining('clamd runs')] })]);
    expect(clamd.files.begun).toBe(0);
  });

  it('can be called off, and lets go of the connection', async () => {
    const { scanner } = await trusted();
    const controller = new AbortController();
    const reason = new Error('the person went away');
    clamd.behaviour.verdict = () => {
      controller.abort(reason);
      return undefined;
    };
    await expect(scanner.scan(fileOf(CSV), { signal: controller.signal })).rejects.toBe(reason);
    await expect.poll(() => clamd.files.now).toBe(0);
  });

  it('in the self-test: a scan can be called off meanwhile, and closing ends it', async () => {
    const controller = new AbortController();
    const reason = new Error('the person went away');
    clamd.behaviour.reply = () => {
      controller.abort(reason);
      return undefined;
    };
    const { scanner } = testScanner({ address: clamd.address });
    const ready = scanner.ready();
    await expect(scanner.scan(fileOf(CSV), { signal: controller.signal })).rejects.toBe(reason);
    await scanner[Symbol.asyncDispose]();
    expect(await ready).toBeUndefined();
  });
});

describe('the self-test', () => {
  it.each([
    ['OK for everything', () => 'stream: OK', 'does not know the test virus', /EICAR.*freshclam/],
    [
      'found for what is locked alone',
      (file: Buffer) => (file.length > 1000 ? 'stream: OK' : honestVerdict(file)),
      'lets files through',
      /AlertExceedsMax yes/,
    ],
    ['an error for everything', () => 'stream: No space ERROR', 'does not know the test virus', /EICAR.*No space/],
    [
      'an error for archives',
      (file: Buffer) => (file.length > 68 ? 'stream: No space ERROR' : honestVerdict(file)),
      'fails at looking into files',
      /TemporaryDirectory/,
    ],
  ])('refuses: %s', async (_, verdict, reason, mend) => {
    clamd.behaviour.verdict = verdict;
    const { scanner, lines } = testScanner({ address: clamd.address });
    const { verdict: said } = await scanner.scan(fileOf(CSV));
    expect(said).toMatchObject(notScanned(expect.stringContaining(reason) as unknown as string));
    expect(scanner.truly).toBe(false);
    expect(lines[0]).toMatchObject({ level: 50, faults: expect.arrayContaining([expect.stringMatching(mend)]) });
  });

  it('refuses what is no clamd', async () => {
    clamd.behaviour.reply = () => 'HTTP/1.1 400 Bad Request';
    const { scanner } = testScanner({ address: clamd.address });
    const { verdict } = await scanner.scan(fileOf(CSV));
    expect(verdict).toEqual(notScanned('the virus scanner is not what answers at its address'));
  });

  it('is repeated after half a minute, by the first file that comes, until clamd is there', async () => {
    await clamd.cut();
    const { scanner, clock, lines } = testScanner({ address: clamd.address });
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual(notScanned(UNREACHABLE));
    await clamd.listen();
    clock.pass(29_999);
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual(notScanned(UNREACHABLE));
    clock.pass(1);
    const both = await Promise.all([scanner.scan(fileOf(CSV)), scanner.scan(fileOf(EICAR))]);
    expect(both.map(({ verdict }) => verdict.verdict)).toEqual(['clean', 'infected']);
    expect([scanner.truly, clamd.files.begun]).toEqual([true, 5 + 2]);
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  it('is repeated once clamd went away, and once an hour', async () => {
    const { scanner, clock } = await trusted();
    await clamd.cut();
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual(notScanned(UNREACHABLE));
    expect(scanner.truly).toBe(false);
    await clamd.listen();
    clamd.behaviour.verdict = () => 'stream: OK';
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('not-scanned');
    clamd.behaviour.verdict = honestVerdict;
    clock.pass(30_000);
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('clean');
    clamd.behaviour.verdict = () => 'stream: OK';
    clock.pass(3_599_999);
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('clean');
    clock.pass(1);
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('not-scanned');
  });

  it('remarks on signatures that are old', async () => {
    clamd.behaviour.reply = (question) =>
      question === 'PING' ? 'PONG' : 'ClamAV 1.4.6/27000/Mon Dec  1 08:00:00 2025';
    const { lines } = await trusted();
    expect(lines).toEqual([expect.objectContaining({ level: 40, remarks: [expect.stringContaining('36 days old')] })]);
  });
});

describe('verdicts of both', () => {
  it("prefers clamd's name of what both find, and believes ours where clamd says OK", async () => {
    const { scanner } = await trusted();
    expect((await scanner.scan(fileOf(EICAR))).verdict).toMatchObject({ signature: 'Eicar-Test-Signature' });
    clamd.behaviour.verdict = () => 'stream: OK';
    expect((await scanner.scan(fileOf(EICAR))).verdict).toMatchObject({ signature: 'EICAR test file' });
  });

  it('does not call clean what unpacks to more than clamd showed that it looks at', async () => {
    const { scanner } = await trusted({ largestFile: 300_000 });
    const bytes = (size: number) => fileOf(zip({ name: 'a.csv', data: Buffer.alloc(size, CSV) }));
    expect((await scanner.scan(bytes(300_000))).verdict.verdict).toBe('clean');
    const reason = 'a file in it unpacks to more than the virus scanner is known to look at';
    expect((await scanner.scan(bytes(300_001))).verdict).toEqual(notScanned(reason, false));
  });

  it('tells both reasons for a locked archive, which no other try will open', async () => {
    const { scanner } = await trusted();
    const { verdict } = await scanner.scan(fileOf(zip({ name: 'a', data: CSV, encrypted: true })));
    expect(verdict).toEqual(
      notScanned(expect.stringMatching(/^it is locked .*; it is locked .*virus scanner/) as unknown as string, false),
    );
  });
});

describe('many and much', () => {
  it('asks for no more of a file than a slow clamd takes', async () => {
    const { scanner } = await trusted();
    let given = 0;
    let most = 0;
    clamd.behaviour.verdict = (bytes) => `stream: OK${bytes.length === 60_000_000 ? '' : ' not'}`;
    const file: ScanFile = {
      name: 'a.csv',
      size: 60_000_000,
      async *stream() {
        const chunk = Buffer.alloc(1_000_000, CSV);
        for (; given < 60_000_000; given += chunk.length) {
          most = Math.max(most, given - clamd.received());
          yield chunk;
        }
      },
    };
    expect((await scanner.scan(file)).verdict.verdict).toBe('clean');
    // What the system keeps in sockets, and one chunk.
    expect(most).toBeLessThan(4_000_000);
  });

  it('holds nothing while clamd takes nothing, and reads on once it is given up', async () => {
    const { scanner } = await trusted({ patience: () => SHORT });
    clamd.behaviour.after = { bytes: 0, then: () => undefined };
    let given = 0;
    let longest = 0;
    let givenThen = 0;
    const stream = async function* () {
      for (; given < 20_000_000; given += 100_000) {
        const began = performance.now();
        yield Buffer.alloc(100_000, CSV);
        const wait = performance.now() - began;
        if (wait > longest) [longest, givenThen] = [wait, given];
      }
    };
    const { verdict, kind } = await scanner.scan({ name: 'a.csv', size: 20_000_000, stream });
    expect([verdict, kind.id]).toEqual([notScanned(LATE), 'csv']);
    expect(given).toBe(20_000_000);
    // It stood still once the system's own buffers were full.
    expect(longest).toBeGreaterThan(400);
    expect(givenThen).toBeLessThan(4_000_000);
  });

  it('takes twenty at once, some of them at a time', async () => {
    const { scanner } = await trusted({ connections: 3 });
    const files = Array.from({ length: 20 }, (_, at) => (at % 4 === 0 ? EICAR : Buffer.alloc(200_000 + at, CSV)));
    const results = await Promise.all(files.map((bytes) => scanner.scan(fileOf(bytes, { chunk: 50_000 }))));
    expect(results.map(({ verdict }) => verdict.verdict)).toEqual(
      files.map((bytes) => (bytes === EICAR ? 'infected' : 'clean')),
    );
    expect(clamd.files).toMatchObject({ most: 3, begun: 5 + 20 });
  });

  it('passes on an error of the file and lets go of the connection', async () => {
    const { scanner } = await trusted({ connections: 1 });
    const broken = new Error('the disk went away');
    const stream = async function* () {
      yield MEGABYTES;
      throw broken;
    };
    await expect(scanner.scan({ name: 'a', size: 9e6, stream })).rejects.toBe(broken);
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('clean');
  });

  it('does not keep a chunk that its giver fills anew', async () => {
    const { scanner } = await trusted();
    clamd.behaviour.verdict = (bytes) => (bytes.equals(MEGABYTES) ? 'stream: OK' : 'stream: Changed FOUND');
    for (const length of [1_000, 90_000, 600_000]) {
      const shared = Buffer.alloc(length);
      const stream = async function* () {
        for (let at = 0; at < MEGABYTES.length; at += length) {
          const copied = MEGABYTES.copy(shared, 0, at, at + length);
          yield shared.subarray(0, copied);
        }
      };
      const { verdict } = await scanner.scan({ name: 'a.csv', size: MEGABYTES.length, stream });
      expect(verdict.verdict).toBe('clean');
    }
  });
});

describe('opening', () => {
  const settings = { largestFile: 1000, log: openLog('silent'), clock: testClock() };

  it('gives the builtin scanner where no clamd is configured', async () => {
    await using scanner = openScanner({ clamd: undefined, ...settings });
    expect([scanner.engine, scanner.truly, (await scanner.ready())?.ok]).toEqual(['builtin', false, false]);
    expect((await scanner.scan(fileOf(CSV))).verdict.verdict).toBe('not-scanned');
  });

  it('gives clamd where it is configured', async () => {
    const address = 'path' in clamd.address ? `unix:${clamd.address.path}` : '';
    await using scanner = openScanner({ clamd: address, ...settings });
    expect((await scanner.scan(fileOf(CSV))).verdict).toEqual({ verdict: 'clean', engine: 'clamd' });
    expect(scanner.truly).toBe(true);
  });

  it('refuses an address that cannot be read', () => {
    expect(() => openScanner({ clamd: 'clamd', ...settings })).toThrow('The address of clamd "clamd" cannot be read.');
  });
});
