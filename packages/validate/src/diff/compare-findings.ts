import { type CheckOptions, checkFile } from '../check.ts';
import type { CompiledTemplate } from '../compile.ts';
import type { Finding, Summary } from '../finding.ts';
import type { Source } from '../source.ts';
import type { FileIndex } from './file-index.ts';
import type { Hash } from './hash.ts';
import { HashIndex, HashList } from './hash-list.ts';

/** A finding of the old file that the new one has no more, one that both have (placed as in the new), or a new one. */
export interface FindingDifference {
  readonly kind: 'fixed' | 'still' | 'new';
  readonly finding: Finding;
}

/** Most findings of the old file that are kept; where there are more, it is checked again. */
const KEPT = 2000;

interface Side {
  readonly source: Source;
  readonly index: FileIndex;
}

/**
 * Checks both files and compares their findings by the key of the row, rule, column and value, not by row number. Of
 * what is found in the old file hashes are kept, 20 to 28 bytes each.
 */
export async function* compareFindings(
  compiled: CompiledTemplate,
  old: Side,
  now: Side,
  hash: Hash,
  options: CheckOptions,
): AsyncGenerator<FindingDifference[]> {
  const known = new HashList();
  let kept: Finding[] | undefined = [];
  for await (const batch of batches(old, compiled, options)) {
    for (const finding of batch) {
      identify(hash, finding, old.index);
      known.add(hash.low, hash.high);
    }
    if (kept && kept.length + batch.length <= KEPT) kept.push(...batch);
    else kept = undefined;
  }
  const open = new HashIndex(known);
  for await (const batch of batches(now, compiled, options)) {
    yield batch.map((finding) => {
      identify(hash, finding, now.index);
      return { kind: open.take(hash.low, hash.high) < 0 ? 'new' : 'still', finding } as const;
    });
  }
  for await (const batch of kept ? [kept] : batches(old, compiled, options)) {
    yield batch.flatMap((finding) => {
      identify(hash, finding, old.index);
      return open.take(hash.low, hash.high) < 0 ? [] : ({ kind: 'fixed', finding } as const);
    });
  }
}

function batches(
  { source }: Side,
  compiled: CompiledTemplate,
  options: CheckOptions,
): AsyncGenerator<readonly Finding[], Summary> {
  return checkFile(source, compiled, options);
}

/** Hashes what makes a finding the same in both files. What is not about a row of data is the same anywhere. */
function identify(hash: Hash, { rule, row, column, value }: Finding, index: FileIndex): void {
  hash.clear();
  const at = row < 2 ? -1 : index.find(row);
  hash.text(at < 0 ? '' : `${index.keys.low(at)} ${index.keys.high(at)}`);
  for (const part of [rule, column, value]) hash.text(part);
}
