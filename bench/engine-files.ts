import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from './job.ts';
import { FAULT_KINDS } from './ptq-faults.ts';
import { ptqChunks, writePtqFile } from './ptq-generator.ts';
import type { GeneratorOptions } from './ptq-options.ts';
import { CONTEXT, RETURN } from './ptq-return.ts';
import { ptqTemplate } from './ptq-template.ts';

export type FileName = 'clean' | 'large' | 'some' | 'names' | 'quoted' | 'every';

/** A file to be gone through, and what must be found in it. */
export interface BenchFile {
  readonly name: FileName;
  readonly title: string;
  readonly rows: number;
  readonly bytes: number;
  /** How many values are at fault; each way must find as many. */
  readonly faults: number;
  /** The job for a measured process, as a JSON file. */
  readonly job: string;
}

const WELSH_SENDER = 'Sgiliau Gŵyl Môn';
/**
 * Faults of single values alone, as every peer can see them. Left out: what one reader of CSV calls a fault and another
 * mends (quotation marks, ragged rows), and text that only looks like a spreadsheet's number, which the engine points
 * out but takes.
 */
const VALUE_RULES = [...new Set(FAULT_KINDS.map(({ rule }) => rule))].filter(
  (rule) => rule.startsWith('value.') && rule !== 'value.scientific-text',
);

type Kind = Partial<Pick<GeneratorOptions, 'faults' | 'nonAscii' | 'quoted' | 'sender'>>;

const KINDS: Readonly<Record<FileName, { readonly words: string; readonly options: Kind }>> = {
  clean: { words: 'without fault', options: {} },
  large: { words: 'without fault', options: {} },
  some: { words: '1 % with a fault', options: { faults: 0.01 } },
  names: { words: 'with names beyond ASCII', options: { nonAscii: true, sender: WELSH_SENDER } },
  quoted: { words: 'with every value in quotation marks', options: { quoted: 'all' } },
  every: { words: 'each with a fault', options: { faults: 1 } },
};

/** How many rows each file has: `large` five times as many as the others. */
export function rowsOf(name: FileName, quick: boolean): number {
  return (quick ? 100_000 : 1_000_000) * (name === 'large' ? 5 : 1);
}

/** Gives a file of `rows` rows in `folder`, made anew only where it is not there as the generator would make it. */
export async function benchFile(folder: string, name: FileName, rows: number): Promise<BenchFile> {
  const { words, options } = KINDS[name];
  const wanted: GeneratorOptions = { ...RETURN, rows, seed: 1, rules: VALUE_RULES, ...options };
  const path = join(folder, `outcomes-${rows}-${name}.csv`);
  const made = (await alreadyMade(path, wanted)) ?? (await make(path, wanted));
  const context = options.sender === undefined ? CONTEXT : { ...CONTEXT, organisationNames: [options.sender] };
  const job = `${path}.job.json`;
  await writeFile(job, JSON.stringify({ path, template: ptqTemplate(), context } satisfies Job));
  return { name, title: `${rows.toLocaleString('en-GB')} rows ${words}`, rows, ...made, job };
}

interface Made {
  readonly bytes: number;
  readonly faults: number;
}

async function make(path: string, options: GeneratorOptions): Promise<Made> {
  const { bytes, faultCount } = await writePtqFile(`${path}.part`, options);
  await rename(`${path}.part`, path);
  await writeFile(`${path}.json`, JSON.stringify({ options, bytes, faults: faultCount }));
  return { bytes, faults: faultCount };
}

/** The file that an earlier run made, if its options, its size and its first bytes are those wanted. */
async function alreadyMade(path: string, options: GeneratorOptions): Promise<Made | undefined> {
  try {
    const known = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Made & { options: GeneratorOptions };
    const head = ptqChunks(options).next().value ?? Buffer.alloc(0);
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(head.length), 0, head.length, 0);
    const isSame =
      JSON.stringify(known.options) === JSON.stringify(options) &&
      (await stat(path)).size === known.bytes &&
      buffer.equals(head);
    return isSame ? { bytes: known.bytes, faults: known.faults } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
