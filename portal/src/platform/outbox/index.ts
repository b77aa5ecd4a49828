import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Mail } from '../mail/index.ts';
import type { Phone } from '../phone/index.ts';
import { enqueue } from '../queue/index.ts';
import type { Schedule, Task } from '../queue/worker.ts';

/** Something to be told to somebody by e-mail, text message or telephone. */
export interface OutboxLetter {
  /** Names the occasion: told once, however often it is posted. */
  readonly occasion: string;
  readonly channel: 'email' | 'text' | 'call';
  /** An e-mail address, or a telephone number such as +441632960001. */
  readonly recipient: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  /** It holds a code or a link that is of use until then: forgotten once sent, and then at the latest. */
  readonly secretUntil?: Date;
}

const DELIVER = 'outbox.deliver';
const FORGET = 'outbox.forget';
const TRIES = 8;

/** Writes a letter down in the transaction that is its reason, and starts its delivery. */
export async function post(trx: Database, clock: Clock, letter: OutboxLetter): Promise<void> {
  const written = await trx
    .insertInto('outbox_letter')
    .values({
      occasion: letter.occasion,
      channel: letter.channel,
      recipient: letter.recipient,
      subject: letter.subject,
      body: letter.body,
      secret_until: letter.secretUntil ?? null,
      created_at: clock.now(),
    })
    .onConflict((conflict) => conflict.column('occasion').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written) await enqueue(trx, DELIVER, { letter: written.id }, TRIES);
}

interface Carriers {
  readonly db: Database;
  readonly clock: Clock;
  readonly mail: Mail;
  readonly phone: Phone;
}

/** Delivers letters, and forgets those that held a secret. Where a channel is not set up they stay, to be read here. */
export function outboxTasks({ db, clock, mail, phone }: Carriers): readonly Task[] {
  const staysHere = (channel: string): boolean =>
    channel === 'email' ? mail.staysHere : channel === 'text' ? phone.textsStayHere : phone.callsStayHere;
  const send = async (channel: string, to: string, subject: string, body: string, reference: string): Promise<void> => {
    if (channel === 'email') await mail.send({ to, subject, text: body, reference });
    else if (channel === 'text') await phone.text(to, body, reference);
    else await phone.call(to, body, reference);
  };
  return [
    {
      name: DELIVER,
      tries: TRIES,
      async run({ letter }) {
        const id = Number(letter);
        await db.transaction().execute(async (trx) => {
          const waiting = await trx
            .selectFrom('outbox_letter')
            .select(['channel', 'recipient', 'subject', 'body', 'secret_until'])
            .where('id', '=', id)
            .where('sent_at', 'is', null)
            .forUpdate()
            .executeTakeFirst();
          // A code that came too late would only confuse.
          if (!waiting || waiting.body === null || (waiting.secret_until && waiting.secret_until < clock.now())) return;
          if (staysHere(waiting.channel)) return;
          await send(waiting.channel, waiting.recipient, waiting.subject, waiting.body, `letter-${id}`);
          await trx
            .updateTable('outbox_letter')
            .set({ sent_at: clock.now(), ...(waiting.secret_until && { body: null }) })
            .where('id', '=', id)
            .execute();
        });
      },
    },
    {
      name: FORGET,
      async run() {
        await db
          .updateTable('outbox_letter')
          .set({ body: null })
          .where('body', 'is not', null)
          .where('secret_until', '<', clock.now())
          .execute();
      },
    },
  ];
}

export const outboxSchedules: readonly Schedule[] = [{ task: FORGET, cron: '*/5 * * * *' }];

export interface ShownLetter {
  readonly id: number;
  readonly channel: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string | null;
  readonly createdAt: Date;
}

/** The newest letters, for the development page: only where nothing is sent anywhere. */
export async function newestLetters(db: Database, limit: number): Promise<readonly ShownLetter[]> {
  return await db
    .selectFrom('outbox_letter')
    .select(['id', 'channel', 'recipient', 'subject', 'body', 'created_at as createdAt'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
