import { timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';

/** What a link leads to: what every browser plays, or the bytes that were sent. */
export type Content = 'playable' | 'original';

const PLAYED_MS = 6 * 60 * 60 * 1000;

/** A link to a file's bytes that works for six hours without signing in, so that a player can seek and a download be resumed. */
export function contentLink(
  { secrets, clock }: Pick<Context, 'secrets' | 'clock'>,
  file: string,
  content: Content,
  lastsMs: number = PLAYED_MS,
): string {
  const until = clock.now().getTime() + lastsMs;
  return `/media/content/${file}/${content}?until=${until}&sign=${signature(secrets, file, content, until)}`;
}

/** Whether a link was made here, for this file, and still works. */
export function linkWorks(
  { secrets, clock }: Pick<Context, 'secrets' | 'clock'>,
  link: { readonly file: string; readonly content: Content; readonly until: number; readonly sign: string },
): boolean {
  const right = Buffer.from(signature(secrets, link.file, link.content, link.until));
  const given = Buffer.from(link.sign);
  return given.length === right.length && timingSafeEqual(given, right) && clock.now().getTime() <= link.until;
}

function signature(secrets: Context['secrets'], file: string, content: Content, until: number): string {
  return secrets.sign('media link', `${file} ${content} ${until}`);
}
