import type { Context } from '../../context.ts';
import type { Schedule, Task } from '../../platform/queue/worker.ts';
import { linkTasks } from './links/passwords.ts';

const FORGET = 'accounts.forget';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Links that were asked for; and forgetting what is of no use any more. */
export function accountTasks(context: Pick<Context, 'db' | 'clock' | 'config'>): readonly Task[] {
  return [...linkTasks(context), { name: FORGET, run: () => forget(context) }];
}

export const accountSchedules: readonly Schedule[] = [{ task: FORGET, cron: '17 * * * *' }];

/**
 * Deletes sessions, challenges, visits to a provider and trust that have ended; failures that no wait follows from any
 * more (a day old); codes and links a month after they were made, so long as the audit may want to know of them.
 */
async function forget({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  await db.deleteFrom('session').where('expires_at', '<', now).execute();
  await db.deleteFrom('passkey_challenge').where('expires_at', '<', now).execute();
  await db.deleteFrom('single_sign_on_visit').where('expires_at', '<', now).execute();
  await db.deleteFrom('trusted_browser').where('expires_at', '<', now).execute();
  await db.deleteFrom('known_browser').where('seen_at', '<', before(400)).execute();
  await db.deleteFrom('sign_in_failure').where('last_at', '<', before(1)).execute();
  await db.deleteFrom('phone_code').where('created_at', '<', before(30)).execute();
  await db.deleteFrom('emailed_link').where('expires_at', '<', before(30)).execute();
}
