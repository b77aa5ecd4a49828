import { describe, expect, it } from 'vitest';
import { builtinScanner } from './builtin.ts';
import { scannerContract } from './scanner-contract.ts';
import { SIGNATURES } from './signatures.ts';
import { CSV, EICAR, fileOf, fileOfChunks } from './testing/samples.ts';
import { zip } from './testing/zip-writer.ts';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const DROPPER = Buffer.from('Shell "PowerShell.exe -Enc SQBFAFgA"');

const scan = (bytes: Uint8Array) => builtinScanner().scan(fileOf(bytes));
const codes = async (bytes: Uint8Array) => (await scan(bytes)).warnings.map(({ code }) => code);

scannerContract(builtinScanner, { saysClean: false });

describe('signatures', () => {
  it.each(SIGNATURES)('each is found behind other data: $name, $hex', async ({ name, hex, after }) => {
    const before = after === 'office' ? OLE : CSV;
    const { verdict } = await scan(Buffer.concat([before, Buffer.alloc(300_000), Buffer.from(hex, 'hex')]));
    expect(verdict).toEqual({ verdict: 'infected', engine: 'builtin', signature: name });
  });

  it.each([
    ['UTF-16, little end first', Buffer.from(EICAR.toString('latin1'), 'utf16le')],
    ['UTF-16, big end first', Buffer.from(EICAR.toString('latin1'), 'utf16le').swap16()],
  ])('finds the test virus in %s', async (_, bytes) => {
    expect((await scan(bytes)).verdict).toMatchObject({ verdict: 'infected', signature: 'EICAR test file (UTF-16)' });
  });

  it('finds the sample of the Windows script interface', async () => {
    const sample = Buffer.from(`${'AMSI Test Sample: '}${'7e72c3ce-861b-4339-8740-0ac1484c1386'}`);
    expect((await scan(sample)).verdict).toMatchObject({ verdict: 'infected', signature: 'AMSI test sample' });
  });

  it('finds an encoded PowerShell command in an old Office file, in any letter case', async () => {
    const { verdict } = await scan(Buffer.concat([OLE, Buffer.alloc(600_000), DROPPER]));
    expect(verdict).toMatchObject({ verdict: 'infected', signature: 'PowerShell dropper in an Office macro' });
  });

  it('finds it in the macros of a new Office file', async () => {
    const project = Buffer.concat([OLE, Buffer.alloc(504), DROPPER]);
    expect((await scan(zip({ name: 'xl/vbaProject.bin', data: project }))).verdict.verdict).toBe('infected');
  });

  it('lets the same words pass in a CSV file, where they run nothing', async () => {
    expect((await scan(Buffer.concat([CSV, DROPPER]))).verdict.verdict).toBe('not-scanned');
  });

  it('lets a test virus with one changed byte pass', async () => {
    const changed = Buffer.from(EICAR);
    changed[40] = 0x7a;
    expect((await scan(changed)).verdict.verdict).toBe('not-scanned');
  });
});

describe('warnings', () => {
  it.each([
    ['a new Office file', zip({ name: 'word/vbaProject.bin', data: CSV })],
    ['a workbook with macro sheets of the old kind', zip({ name: 'xl/macrosheets/sheet1.xml', data: CSV })],
    ['an OpenDocument file', zip({ name: 'Basic/Standard/Module1.xml', data: CSV })],
    ['an old Office file', Buffer.concat([OLE, Buffer.alloc(504), Buffer.from('_VBA_PROJECT', 'utf16le')])],
    ['an old Office file by its storage', Buffer.concat([OLE, Buffer.alloc(504), directoryEntry('VBA')])],
    ['an old Office file in an archive', zip({ name: 'a.doc', data: Buffer.concat([OLE, directoryEntry('VBA')]) })],
  ])('tells of macros in %s', async (_, bytes) => {
    expect(await codes(bytes)).toContain('macros');
  });

  it('tells of no macros where only the letters occur', async () => {
    const text = Buffer.concat([OLE, Buffer.alloc(504), Buffer.from('VBA and PROJECT', 'utf16le')]);
    expect(await codes(text)).toEqual([]);
    expect(await codes(Buffer.from('_VBA_PROJECT', 'utf16le'))).toEqual([]);
  });

  it.each([
    ['an Office file', Buffer.concat([OLE, Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')])],
    ['a PDF', Buffer.from('%PDF-1.7\ntrailer << /Encrypt 5 0 R >>')],
  ])('tells of a password on %s', async (_, bytes) => {
    const { verdict, warnings } = await scan(bytes);
    expect(warnings.map(({ code }) => code)).toEqual(['encrypted']);
    expect(verdict).toMatchObject({
      reason: expect.stringMatching(/^it is locked with a password.*not virus-scanned$/),
    });
  });

  it('has sentences and words for people', async () => {
    const [warning] = (await scan(zip({ name: 'setup.exe', data: CSV }))).warnings;
    expect(warning).toEqual({
      code: 'executable-inside',
      message: 'There is a program or script inside this archive.',
      hides: false,
      entry: 'setup.exe',
    });
  });

  it('makes names from inside an archive safe to show', async () => {
    const name = `\u202e\u0007${'a'.repeat(300)}.exe`;
    const [warning] = (await scan(zip({ name, data: CSV }))).warnings;
    expect(warning?.entry).toBe(`${'a'.repeat(119)}…`);
  });
});

it('does not keep a chunk that its giver fills anew', async () => {
  const shared = Buffer.alloc(20);
  const file = {
    ...fileOfChunks(EICAR),
    async *stream() {
      for (let at = 0; at < EICAR.length; at += shared.length) {
        const length = EICAR.copy(shared, 0, at, at + shared.length);
        yield shared.subarray(0, length);
      }
    },
  };
  expect((await builtinScanner().scan(file)).verdict.verdict).toBe('infected');
});

it('lets a timer call off a scan whose stream never makes it wait', async () => {
  const signal = AbortSignal.timeout(20);
  const endless = {
    name: 'a.csv',
    size: 1,
    async *stream() {
      for (;;) yield CSV;
    },
  };
  await expect(builtinScanner().scan(endless, { signal })).rejects.toThrow('timeout');
});

/** The start of an OLE directory entry: 64 bytes of name in UTF-16LE and its length with the closing zero. */
function directoryEntry(name: string): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(name.length * 2 + 2, 64);
  return entry;
}
