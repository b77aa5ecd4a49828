import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { ChainBroken, type Progress, type Verification } from './model.ts';
import { erasures, firstUnchained, lastCopy, lengthOf, links, seals } from './verify-reads.ts';
import { Walk } from './walk.ts';

export interface VerifyOptions {
  /** Where the copies of the seals are; without them only those of the database are compared. */
  readonly blobs?: Blobs;
  /** Without it the signatures of seals are not checked. */
  readonly key?: Buffer;
  /** Stops the check; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Events at a time. */
  readonly batch?: number;
}

const BATCH = 2000;

/**
 * Checks the whole chain as it is at this moment, in one read-only snapshot: tells how far it is after every batch and
 * returns what it found. Hashes are worked out here from the columns, not by the database.
 */
export async function* verifyChain(db: Database, options: VerifyOptions = {}): AsyncGenerator<Progress, Verification> {
  const { blobs, key, signal, batch = BATCH } = options;
  const copies = blobs ? await lastCopy(db, blobs) : 0;
  const trx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    const length = await lengthOf(trx);
    const walk = new Walk(await erasures(trx));
    let sealCount = 0;
    const done = (): Omit<Verification, 'whole'> => ({
      length,
      checked: walk.checked,
      head: walk.head.toString('hex'),
      seals: sealCount,
      erased: walk.erased,
      remarks: [...walk.remarks(), ...unchecked(options)],
    });
    try {
      const waiting = seals(trx, { blobs, key, copies });
      let seal = await waiting.next();
      for await (const some of links(trx, batch)) {
        signal?.throwIfAborted();
        for (const link of some) {
          walk.step(link);
          while (!seal.done && seal.value.position <= link.position) {
            walk.seal(seal.value, link);
            sealCount++;
            seal = await waiting.next();
          }
        }
        yield { checked: walk.checked, length };
      }
      if (!seal.done) walk.tooShort(seal.value);
      walk.end(await firstUnchained(trx));
      return { whole: true, ...done() };
    } catch (error) {
      if (!(error instanceof ChainBroken)) throw error;
      return { whole: false, ...done(), first: error.at };
    }
  } finally {
    await trx.rollback().execute();
  }
}

/** Runs a check to its end, telling of its progress. */
export async function verified(
  check: AsyncGenerator<Progress, Verification>,
  tell: (progress: Progress) => unknown = () => undefined,
): Promise<Verification> {
  for (;;) {
    const step = await check.next();
    if (step.done) return step.value;
    await tell(step.value);
  }
}

function unchecked({ blobs, key }: VerifyOptions): string[] {
  return [
    ...(blobs ? [] : ['The copies of the seals in the files were not compared.']),
    ...(key ? [] : ['The signatures of the seals were not checked, as there is no key.']),
  ];
}
