import { choose, type FindingsFilter, findingsAsCsv, findingsAsJson } from '@garner/validate/findings-file';
import type { Checked } from '../check/checker.ts';

/** Written text is handed to a Blob in pieces of about this many characters, so that it need not stay in memory. */
const PIECE = 1024 * 1024;

export type Format = 'csv' | 'json';
const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv', json: 'application/json' };

/**
 * Makes a file of the findings that the filter lets through and hands it to the person as a download. `onProgress` hears
 * how many are written. Errors of reading or of a full disk pass through.
 */
export async function downloadFindings(
  { file, template, summary, counts, findings }: Checked,
  filter: FindingsFilter,
  format: Format,
  onProgress: (done: number, of: number) => void,
): Promise<void> {
  const { chosen, total } = choose(counts, filter);
  let done = 0;
  async function* counted() {
    for await (const some of findings.all(chosen)) {
      yield some;
      onProgress((done += some.length), total);
    }
  }
  const facts = {
    file,
    template,
    rows: summary.rows,
    counts: summary.counts,
    byRule: counts.map(({ group: _group, ...count }) => count),
  };
  const texts = format === 'csv' ? findingsAsCsv(counted()) : findingsAsJson(facts, counted());
  const blob = await gathered(texts, TYPES[format]);
  save(blob, `${file.name.replace(/\.[^.]*$/, '')}-findings.${format}`);
}

async function gathered(texts: AsyncIterable<string>, type: string): Promise<Blob> {
  const blobs: Blob[] = [];
  let waiting: string[] = [];
  let length = 0;
  for await (const text of texts) {
    waiting.push(text);
    length += text.length;
    if (length < PIECE) continue;
    blobs.push(new Blob(waiting));
    [waiting, length] = [[], 0];
  }
  return new Blob([...blobs, ...waiting], { type });
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken hold of the bytes by then; without this they would stay for as long as the page.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
