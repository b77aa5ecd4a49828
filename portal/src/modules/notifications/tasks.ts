import type { Context } from '../../context.ts';
import type { Task } from '../../platform/queue/worker.ts';
import { DELIVER } from './store.ts';

/** Delivers messages from the outbox. A message that may have gone out is marked first only after the server took it. */
export function notificationTasks({ db, mail, clock }: Context): readonly Task[] {
  return [
    {
      name: DELIVER,
      async run({ message }) {
        await db.transaction().execute(async (trx) => {
          const waiting = await trx
            .selectFrom('message')
            .select(['email', 'subject', 'body'])
            .where('id', '=', Number(message))
            .where('sent_at', 'is', null)
            .forUpdate()
            .executeTakeFirst();
          if (!waiting) return;
          await mail.send({ to: waiting.email, subject: waiting.subject, text: waiting.body });
          await trx.updateTable('message').set({ sent_at: clock.now() }).where('id', '=', Number(message)).execute();
        });
      },
    },
  ];
}
