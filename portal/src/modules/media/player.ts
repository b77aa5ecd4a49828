import type { FastifyReply } from 'fastify';
import type { Context } from '../../context.ts';
import type { FileRow } from './file-queries.ts';
import { placesOf } from './file-queries.ts';
import { contentLink } from './links.ts';
import { PlayerPage } from './pages/player.tsx';

interface Shown {
  readonly file: FileRow;
  readonly work: { readonly code: string; readonly name: string; readonly session: string };
  /** Seconds from the start where playing is to begin. */
  readonly at: number | undefined;
  readonly back: { readonly text: string; readonly href: string };
}

/** The page with the player; it alone may load sound and pictures, from here only. */
export async function showPlayer(context: Context, reply: FastifyReply, { file, work, at, back }: Shown) {
  const places = await placesOf(context.db, file.id);
  const policy = String(reply.getHeader('content-security-policy'));
  reply.header('content-security-policy', `${policy}; media-src 'self'`);
  return reply.page(
    PlayerPage({
      frame: reply.frame(),
      file,
      work,
      at: at ?? 0,
      back,
      type: places?.playableType ?? '',
      waveform: (places?.waveform ?? []) as unknown as readonly number[],
      playable: contentLink(context, file.id, 'playable'),
      original: contentLink(context, file.id, 'original'),
    }),
  );
}
