import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScanFile, Scanner } from './scanner.ts';
import { CSV, EICAR, fileOf, fileOfChunks } from './testing/samples.ts';
import { zip } from './testing/zip-writer.ts';

/**
 * What every scanner must do, whatever the engine: run by each adapter's tests. `saysClean`: the engine has real signatures
 * (for the tests: at least one that finds EICAR at any offset) and calls a harmless file clean.
 */
export function scannerContract(make: () => Promise<Scanner> | Scanner, { saysClean }: { saysClean: boolean }): void {
  describe('scanner contract', () => {
    let scanner: Scanner;
    beforeAll(async () => {
      scanner = await make();
    });
    const verdict = async (file: ScanFile) => (await scanner.scan(file)).verdict;

    it('says whether it may call a file clean', () => {
      expect(scanner.truly).toBe(saysClean);
    });

    describe('finds the test virus', () => {
      const docx = zip(
        { name: '[Content_Types].xml', data: Buffer.from('<Types/>') },
        { name: 'word/document.xml', data: Buffer.from('<w:document/>') },
        { name: 'word/embeddings/oleObject1.bin', data: EICAR },
      );
      const cases: Record<string, Buffer> = {
        plain: EICAR,
        'in a CSV file': Buffer.concat([CSV, EICAR, CSV]),
        'in a ZIP archive': zip({ name: 'a.csv', data: CSV }, { name: 'b.txt', data: EICAR }),
        'stored in a ZIP archive': zip({ name: 'b.txt', data: EICAR, method: 'stored' }),
        'in a ZIP archive in a ZIP archive': zip({ name: 'inner.zip', data: zip({ name: 'b.txt', data: EICAR }) }),
        'in a gzip file': gzipSync(EICAR),
        'in a Word document': docx,
        'behind 5 MB of other data': Buffer.concat([Buffer.alloc(5_000_000, CSV), EICAR]),
      };
      it.each(Object.keys(cases))('%s', async (name) => {
        const found = await verdict(fileOf(cases[name]!, { chunk: 65_536 }));
        expect(found).toMatchObject({
          verdict: 'infected',
          engine: scanner.engine,
          signature: expect.stringMatching(/./),
        });
      });

      it('wherever the chunks are split', async () => {
        const packed = zip({ name: 'b.txt', data: EICAR });
        for (const bytes of [EICAR, packed]) {
          for (let at = 1; at < bytes.length; at++) {
            const file = fileOfChunks(bytes.subarray(0, at), bytes.subarray(at));
            expect((await verdict(file)).verdict, `split at ${at}`).toBe('infected');
          }
          expect((await verdict(fileOf(bytes, { chunk: 1 }))).verdict).toBe('infected');
        }
      });
    });

    it('is honest about a harmless file', async () => {
      const { verdict, kind, warnings } = await scanner.scan(fileOf(CSV));
      if (saysClean) expect(verdict).toEqual({ verdict: 'clean', engine: scanner.engine });
      else
        expect(verdict).toMatchObject({ verdict: 'not-scanned', reason: expect.stringContaining('not virus-scanned') });
      expect(kind).toEqual({ id: 'csv', label: 'a CSV file', encoding: 'utf-8' });
      expect(warnings).toEqual([]);
    });

    it('takes an empty file', async () => {
      const result = await scanner.scan(fileOf(Buffer.alloc(0)));
      expect(result.kind.id).toBe('empty');
      expect(result.verdict.verdict).toBe(saysClean ? 'clean' : 'not-scanned');
    });

    describe('never calls clean', () => {
      const whole = zip({ name: 'a.csv', data: Buffer.alloc(20_000, CSV) }, { name: 'b.csv', data: CSV });
      const inner = () => zip({ name: 'zeros', data: Buffer.alloc(200_000_000) });
      const cases: Record<string, [string, () => Buffer]> = {
        'a locked archive': ['encrypted', () => zip({ name: 'a.csv', data: CSV, encrypted: true })],
        'an archive that is cut short': ['damaged', () => whole.subarray(0, 100)],
        'an archive without its end': ['damaged', () => whole.subarray(0, whole.length - 40)],
        'a damaged archive': ['damaged', () => zip({ name: 'a', data: CSV, packed: Buffer.from('corrupted') })],
        'a gzip file that is cut short': ['damaged', () => gzipSync(Buffer.alloc(20_000, CSV)).subarray(0, 60)],
        'ten megabytes that unpack to ten gigabytes': [
          'too-big-unpacked',
          () => {
            const data = inner();
            return zip(...Array.from({ length: 50 }, (_, at) => ({ name: `${at}`, data, method: 'stored' as const })));
          },
        ],
      };
      it.each(Object.keys(cases))('%s', async (name) => {
        const [code, build] = cases[name]!;
        const bytes = build();
        const start = performance.now();
        const { verdict, warnings } = await scanner.scan(fileOf(bytes, { name: 'a.zip', chunk: 65_536 }));
        expect(verdict.verdict).not.toBe('clean');
        expect(warnings).toContainEqual(expect.objectContaining({ code, hides: true }));
        expect(performance.now() - start).toBeLessThan(15_000);
      });

      it('a file of which not all bytes came', async () => {
        const { verdict, warnings } = await scanner.scan({ ...fileOf(CSV), size: CSV.length + 1 });
        expect(verdict).toMatchObject({ verdict: 'not-scanned', reason: expect.stringContaining('number of bytes') });
        expect(warnings.map(({ code }) => code)).toEqual(['incomplete']);
      });
    });

    it('passes on an error of the stream', async () => {
      const broken = new Error('the disk went away');
      const stream = async function* () {
        yield CSV;
        throw broken;
      };
      await expect(scanner.scan({ name: 'a.csv', size: 1000, stream })).rejects.toBe(broken);
    });

    it('does not start when already called off', async () => {
      const reason = new Error('the person went away');
      await expect(scanner.scan(fileOf(EICAR), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    it('can be called off while the stream keeps it waiting', async () => {
      const reason = new Error('the person went away');
      const controller = new AbortController();
      const stream = async function* () {
        yield CSV;
        setImmediate(() => controller.abort(reason));
        await new Promise(() => undefined);
      };
      await expect(scanner.scan({ name: 'a.csv', size: 1000, stream }, { signal: controller.signal })).rejects.toBe(
        reason,
      );
    });

    it('comes to an end for any bytes', async () => {
      const starts = [Buffer.alloc(0), Buffer.from('PK\x03\x04'), gzipSync(CSV), zip({ name: 'a', data: CSV }), EICAR];
      const property = fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 1, max: 500 }),
        async (start, rest, chunk) => {
          const { verdict } = await scanner.scan(fileOf(Buffer.concat([start, rest]), { chunk }));
          expect(verdict.engine).toBe(scanner.engine);
          if (start === EICAR) expect(verdict.verdict).toBe('infected');
        },
      );
      await fc.assert(property, { numRuns: 100 });
    });
  });
}
