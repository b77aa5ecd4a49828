import type { Context } from '../../../context.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { changeFactors, countFactors, type Owner, refuseLast } from './change.ts';

/** A passkey, as its owner sees it. */
export interface PasskeyFacts {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

/** What a new passkey is kept by. */
export interface NewPasskey {
  /** The credential's id, base64url. */
  readonly id: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
}

const MOST_PASSKEYS = 20;

export async function passkeysOf({ db }: Pick<Context, 'db'>, personId: number): Promise<readonly PasskeyFacts[]> {
  return await db
    .selectFrom('passkey')
    .select(['credential_id as id', 'name', 'created_at as createdAt', 'used_at as usedAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute();
}

/** Keeps a passkey that was proved. Throws (409) where it is kept already, or there are too many. */
export async function addPasskey(context: Context, owner: Owner, passkey: NewPasskey): Promise<void> {
  const { personId } = owner;
  await changeFactors(context, owner, async (trx) => {
    const own = await trx.selectFrom('passkey').select('name').where('person_id', '=', personId).execute();
    if (own.length >= MOST_PASSKEYS)
      throw conflict('You have many passkeys', 'Remove one that you do not use any more, then add this one.');
    const added = await trx
      .insertInto('passkey')
      .values({
        credential_id: passkey.id,
        person_id: personId,
        name: passkey.name,
        public_key: Buffer.from(passkey.publicKey),
        counter: passkey.counter,
        transports: [...passkey.transports],
        backed_up: passkey.backedUp,
        created_at: context.clock.now(),
      })
      .onConflict((one) => one.column('credential_id').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n)
      throw conflict('This passkey is kept already', 'Use it as it is, or choose another device.');
    return {
      action: 'passkey.added',
      subject: `passkey of person ${personId}`,
      after: { backedUp: passkey.backedUp },
      words: 'a passkey was added',
      occasion: `passkey ${passkey.id} added`,
    };
  });
}

/**
 * Removes one; false where the person has no such passkey. Throws (409) for the last of all second steps, and for the last passkey
 * of somebody who signs in by passkey only.
 */
export async function removePasskey(context: Context, owner: Owner, id: string): Promise<boolean> {
  const { personId } = owner;
  return await changeFactors(context, owner, async (trx) => {
    const passkeys = await passkeysOf({ db: trx }, personId);
    const one = passkeys.find((passkey) => passkey.id === id);
    if (!one) return undefined;
    if (passkeys.length === 1 && (await isPasskeyOnly({ db: trx }, personId)))
      throw conflict(
        'You sign in with a passkey only',
        'This is your last one. Let your password be used again first, or add another passkey. Nothing was changed.',
      );
    await refuseLast(trx, personId);
    await trx.deleteFrom('passkey').where('credential_id', '=', id).execute();
    return {
      action: 'passkey.removed',
      subject: `passkey of person ${personId}`,
      words: 'a passkey was removed',
      // One that was removed may come back, and be removed again.
      occasion: `passkey ${id} of ${one.createdAt.toISOString()} removed`,
    };
  });
}

export async function isPasskeyOnly({ db }: Pick<Context, 'db'>, personId: number): Promise<boolean> {
  const person = await db.selectFrom('person').select('passkey_only').where('id', '=', personId).executeTakeFirst();
  return person?.passkey_only ?? false;
}

/** Takes passkeys alone from now on, or passwords too. Throws (409) where there is no passkey, or nothing else to go on with. */
export async function setPasskeyOnly(context: Context, owner: Owner, only: boolean): Promise<void> {
  const { personId } = owner;
  await changeFactors(context, owner, async (trx) => {
    if ((await isPasskeyOnly({ db: trx }, personId)) === only) return undefined;
    if (only && (await passkeysOf({ db: trx }, personId)).length === 0)
      throw conflict('You have no passkey yet', 'Add a passkey first. Nothing was changed.');
    if (!only && (await countFactors(trx, personId)) === 0)
      throw conflict('You need at least one second step', 'Add one first. Nothing was changed.');
    await trx.updateTable('person').set({ passkey_only: only }).where('id', '=', personId).execute();
    return {
      action: only ? 'passkey-only.on' : 'passkey-only.off',
      subject: `person ${personId}`,
      words: only
        ? 'your password was set aside: only passkeys are taken'
        : 'your password is taken again, with a second step',
      occasion: `passkey only ${only} of person ${personId} at ${context.clock.now().toISOString()}`,
    };
  });
}
