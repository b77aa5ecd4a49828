import type { TestGarner } from '../harness.ts';

/** The newest letter of a channel in the outbox. */
export async function newestLetter({ context }: TestGarner, channel: 'email' | 'text' | 'call') {
  return await context.db
    .selectFrom('outbox_letter')
    .select(['recipient', 'subject', 'body'])
    .where('channel', '=', channel)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** The newest code that was sent by text message or call. */
export async function newestCode(garner: TestGarner, channel: 'text' | 'call' = 'text'): Promise<string> {
  const { body } = await newestLetter(garner, channel);
  const code = (body ?? '').replaceAll(', ', '').match(/\d{6}/)?.[0];
  if (code === undefined) throw new Error(`No code in ${body}`);
  return code;
}

/** The path of the link in the newest e-mail. */
export async function newestLink(garner: TestGarner): Promise<string> {
  const { body } = await newestLetter(garner, 'email');
  const link = (body ?? '').match(/https?:\/\/\S+/)?.[0];
  if (link === undefined) throw new Error(`No link in ${body}`);
  return new URL(link).pathname;
}
