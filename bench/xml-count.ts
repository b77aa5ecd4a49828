import { peakMemory } from './job.ts';

/** What a reader met in a file. */
export interface XmlCounted {
  readonly elements: number;
  readonly attributes: number;
  /** Characters of text inside elements, in UTF-16 units. */
  readonly characters: number;
}

/** What a measured process prints. */
export interface XmlMeasured extends XmlCounted {
  /** From opening the file to its last count, without the start of the process. */
  readonly milliseconds: number;
  /** Most memory the process ever held, in bytes. */
  readonly peak: number;
}

/** Runs one reader over the file named on the command line, and prints what it came to. */
export async function measuredXml(count: (path: string, way: string) => Promise<XmlCounted>): Promise<void> {
  const [path, way = ''] = process.argv.slice(2);
  if (path === undefined) throw new Error('Say which file.');
  const start = performance.now();
  const counted = await count(path, way);
  const measured: XmlMeasured = { ...counted, milliseconds: performance.now() - start, peak: peakMemory() };
  console.log(JSON.stringify(measured));
}
