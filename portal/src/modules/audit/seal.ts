import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { BlobMissingError, type Blobs } from '../../platform/blobs/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { sealText } from './canonical.ts';

const SEAL_LOCK = 7_236_416;
const LARGEST = 4096;
const HEX = /^[0-9a-f]{64}$/;

/** The end of the chain at a moment, signed. */
export interface Seal {
  readonly number: number;
  readonly position: number;
  readonly hash: Buffer;
  readonly at: Date;
  readonly signature: Buffer;
}

/** Where the copy of a seal is kept, out of the database's reach. */
export function sealKey(number: number): string {
  return `seals/audit-${String(number).padStart(9, '0')}.json`;
}

/** Whether the key made the seal. */
export function isSigned(seal: Seal, key: Buffer): boolean {
  const right = signatureOf(seal, key);
  return right.length === seal.signature.length && timingSafeEqual(right, seal.signature);
}

/** The copy of a seal; 'none' where there is none, 'unreadable' where something else is there. */
export async function readSeal(blobs: Blobs, number: number): Promise<Seal | 'none' | 'unreadable'> {
  try {
    if ((await blobs.size(sealKey(number))) > LARGEST) return 'unreadable';
    return parseSeal(await text(await blobs.read(sealKey(number)))) ?? 'unreadable';
  } catch (error) {
    if (error instanceof BlobMissingError) return 'none';
    throw error;
  }
}

/**
 * Seals the chain where it has grown since the last seal. The copy is written before the row: killed in between, the
 * next run takes the row from the copy. A copy that does not fit the chain is left alone for the check to find.
 */
export async function sealChain(
  context: Pick<Context, 'db' | 'clock' | 'blobs' | 'workFolder'>,
  key: Buffer,
): Promise<Seal | undefined> {
  return await context.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${SEAL_LOCK})`.execute(trx);
    // What a run left that was killed. Removed, not written over: it may be the copy itself by another name.
    await rm(draftOf(context), { force: true });
    let last = await trx.selectFrom('audit_seal').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
    let number = (last?.number ?? 0) + 1;
    for (;;) {
      const copy = await readSeal(context.blobs, number);
      if (copy === 'none') break;
      if (copy !== 'unreadable' && isSigned(copy, key) && (await fits(trx, copy))) {
        await keep(trx, copy);
        last = copy;
      }
      number++;
    }
    const head = await trx
      .selectFrom('audit_chain')
      .select(['position', 'hash'])
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!head || head.position === last?.position) return undefined;
    const unsigned = { number, ...head, at: context.clock.now() };
    const seal = { ...unsigned, signature: signatureOf(unsigned, key) };
    await writeCopy(context, seal);
    await keep(trx, seal);
    return seal;
  });
}

function signatureOf(seal: Omit<Seal, 'signature'>, key: Buffer): Buffer {
  return createHmac('sha256', key).update(sealText(seal)).digest();
}

async function fits(trx: Database, { position, hash }: Seal): Promise<boolean> {
  const there = await trx.selectFrom('audit_chain').select('hash').where('position', '=', position).executeTakeFirst();
  return there?.hash.equals(hash) ?? false;
}

async function keep(trx: Database, seal: Seal): Promise<void> {
  await trx.insertInto('audit_seal').values(seal).execute();
}

/** One at a time is made, under the lock. */
function draftOf({ workFolder }: Pick<Context, 'workFolder'>): string {
  return join(workFolder, 'seal.json');
}

async function writeCopy(context: Pick<Context, 'blobs' | 'workFolder'>, seal: Seal): Promise<void> {
  const { number, position, hash, at, signature } = seal;
  const content = { number, position, hash: hash.toString('hex'), at, signature: signature.toString('hex') };
  await mkdir(context.workFolder, { recursive: true });
  const path = draftOf(context);
  try {
    await writeFile(path, `${JSON.stringify(content)}\n`);
    await context.blobs.adopt(sealKey(number), path);
  } finally {
    await rm(path, { force: true });
  }
}

function parseSeal(json: string): Seal | undefined {
  try {
    const { number, position, hash, at, signature } = JSON.parse(json);
    if (!Number.isSafeInteger(number) || !Number.isSafeInteger(position)) return undefined;
    if (!HEX.test(hash) || !HEX.test(signature) || Number.isNaN(Date.parse(at))) return undefined;
    return {
      number,
      position,
      hash: Buffer.from(hash, 'hex'),
      at: new Date(at),
      signature: Buffer.from(signature, 'hex'),
    };
  } catch {
    return undefined;
  }
}
