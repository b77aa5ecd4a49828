import type { Context } from '../../context.ts';
import type { Task } from '../../platform/queue/worker.ts';
import { DELIVER, MAIL_TRIES } from './store.ts';

/**
 * Delivers messages from the outbox, at least once each: killed between the server's answer and the commit, a message is
 * sent again, under the same reference, so that mail programs can tell. Where messages stay here, none is ever "sent".
 */
export function notificationTasks({ db, mail, clock }: Context): readonly Task[] {
  return [
    {
      name: DELIVER,
      tries: MAIL_TRIES,
      async run({ message }) {
        if (mail.staysHere) return;
        await db.transaction().execute(async (trx) => {
          const waiting = await trx
            .selectFrom('message')
            .select(['email', 'subject', 'body'])
            .where('id', '=', Number(message))
            .where('sent_at', 'is', null)
            .forUpdate()
            .executeTakeFirst();
          if (!waiting) return;
          await mail.send({
            to: waiting.email,
            subject: waiting.subject,
            text: waiting.body,
            reference: `message-${Number(message)}`,
          });
          await trx.updateTable('message').set({ sent_at: clock.now() }).where('id', '=', Number(message)).execute();
        });
      },
    },
  ];
}
