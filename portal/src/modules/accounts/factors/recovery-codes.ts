import { randomInt } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { post } from '../../../platform/outbox/index.ts';
import { changeFactors, type Owner } from './change.ts';

export const CODES = 10;
/** So few left are worth a word. */
export const FEW = 3;

/** Crockford's 32: none is taken for another. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUPS = 3;
const GROUP = 4;

/** Twelve signs, 60 bits: "x7kd-90pt-4wqm". */
function newCode(): string {
  const group = () => Array.from({ length: GROUP }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** A code as it is compared: without blanks and hyphens, look-alikes made one. */
function plain(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

/** Made with a key that is not in the database: a code cannot be found out from what is kept. */
function hashOf({ secrets }: Context, personId: number, code: string): Buffer {
  return Buffer.from(secrets.sign('recovery code', `${personId} ${plain(code)}`), 'base64url');
}

/** Ten new codes, to be shown once; those from before are of no use from then on. */
export async function makeRecoveryCodes(context: Context, owner: Owner): Promise<readonly string[]> {
  const { personId } = owner;
  const codes = Array.from({ length: CODES }, newCode);
  await changeFactors(context, owner, async (trx) => {
    await trx.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
    const made = await trx
      .insertInto('recovery_code')
      .values(codes.map((code) => ({ person_id: personId, code_hash: hashOf(context, personId, code) })))
      .returning('id')
      .execute();
    return {
      action: 'recovery-codes.made',
      subject: `person ${personId}`,
      after: { count: CODES },
      words: 'new recovery codes were made; earlier ones are of no use any more',
      occasion: `recovery codes from ${made[0]!.id}`,
    };
  });
  return codes;
}

/** Whether the code is one of the person's and not used yet. It is used up by this, and its owner is told. */
export async function takeRecoveryCode(
  context: Context,
  { personId, name, email }: Omit<Owner, 'address'>,
  code: string,
): Promise<boolean> {
  const { clock, config } = context;
  return await context.db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('recovery_code')
      .set({ used_at: clock.now() })
      .where('person_id', '=', personId)
      .where('code_hash', '=', hashOf(context, personId, code))
      .where('used_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!used) return false;
    const left = await recoveryCodesLeft(trx, personId);
    const few = left <= FEW ? ` Make new ones on your account: ${config.baseUrl}/account` : '';
    await post(trx, clock, {
      occasion: `recovery code ${used.id} used`,
      channel: 'email',
      recipient: email,
      subject: 'A recovery code was used',
      body: `Dear ${name}\n\nSomebody used one of your recovery codes to sign in to Garner. ${leftInWords(left)}${few}\n\nIf it was not you, choose a new password at once, which ends every session: ${config.baseUrl}/forgotten-password\n`,
    });
    return true;
  });
}

/** "You have 3 recovery codes left." */
export function leftInWords(left: number): string {
  return left === 0
    ? 'You have no recovery codes.'
    : `You have ${left} recovery ${left === 1 ? 'code' : 'codes'} left.`;
}

export async function recoveryCodesLeft(db: Database, personId: number): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_code')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
