import type { FastifyReply } from 'fastify';

const BEAT_MS = 15_000;
/** After so long the browser connects anew, and is allowed anew. */
const LONGEST_MS = 5 * 60_000;

/**
 * Server-sent events: the state at once, then again after each change, until it is the last or the browser goes.
 * Changes that come while a state is being looked up are answered by one more look, so none is missed.
 */
export function eventStream(
  reply: FastifyReply,
  listen: (hear: () => void) => () => void,
  state: () => Promise<{ readonly last: boolean; readonly data: unknown }>,
): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let looking = false;
  let again = false;
  const deafen = listen(() => void look());
  const beat = setInterval(() => raw.write(':\n\n'), BEAT_MS);
  const longest = setTimeout(() => raw.end(), LONGEST_MS);
  const close = (): void => {
    deafen();
    clearInterval(beat);
    clearTimeout(longest);
  };
  raw.once('close', close);

  async function look(): Promise<void> {
    if (raw.writableEnded || raw.destroyed) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      do {
        again = false;
        const { last, data } = await state();
        raw.write(`data: ${JSON.stringify(data)}\n\n`);
        if (last) raw.end();
      } while (again && !raw.writableEnded);
    } catch (error) {
      reply.log.warn({ err: error }, 'could not send news');
      raw.end();
    } finally {
      looking = false;
    }
  }

  void look();
  return reply;
}
