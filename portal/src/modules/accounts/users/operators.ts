import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { post } from '../../../platform/outbox/index.ts';
import { running } from './guards.ts';

/** Something that those who watch over an organisation's affairs should hear of. */
export interface OperationalEvent {
  readonly organisationId: number;
  /** Names the occasion: told once, however often it is called with the same. */
  readonly occasion: string;
  readonly subject: string;
  /** Plain text without greeting; paragraphs parted by empty lines. */
  readonly body: string;
}

/** Tells everybody with 'Event Notifications' in the organisation, by a letter each; gives how many they are. */
export async function tellOperators(
  trx: Database,
  { clock }: Pick<Context, 'clock'>,
  { organisationId, occasion, subject, body }: OperationalEvent,
): Promise<number> {
  const told = await running(trx, clock.now(), organisationId)
    .select(['p.id', 'p.name', 'p.email'])
    .where(sql<SqlBool>`'Event Notifications' = any(m.permissions)`)
    .orderBy('p.id')
    .execute();
  for (const { id, name, email } of told) {
    await post(trx, clock, {
      occasion: `${occasion}, to person ${id}`,
      channel: 'email',
      recipient: email,
      subject,
      body: `Dear ${name}\n\n${body.trim()}\n\nYou get this letter because you are told of operational events of your organisation.\n`,
    });
  }
  return told.length;
}

/** A name for an occasion that can come about again and again. */
export function onceOnly(what: string): string {
  return `${what}, ${randomUUID()}`;
}
