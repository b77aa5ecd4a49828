import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Blobs } from '../blobs/index.ts';

/** The part of `size` bytes that a Range header asks for, up to but not including `end`; undefined for all of it. */
export function readRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  // Several ranges, other units and nonsense are passed over, as RFC 9110 (14.2) lets a server do.
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const suffix = Math.min(Number(last), size);
    return suffix === 0 ? 'unsatisfiable' : { start: size - suffix, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/** Sends a blob, or the part of it that is asked for, so that players can seek and downloads can be resumed. `etag` is its SHA-256. */
export async function sendBlob(
  request: FastifyRequest,
  reply: FastifyReply,
  blobs: Blobs,
  { key, etag }: { readonly key: string; readonly etag?: string | undefined },
): Promise<FastifyReply> {
  const size = await blobs.size(key);
  const tag = etag && `"${etag}"`;
  reply.header('accept-ranges', 'bytes');
  if (tag) reply.header('etag', tag);
  const unchanged = request.headers['if-range'] === undefined || request.headers['if-range'] === tag;
  const range = unchanged ? readRange(request.headers.range, size) : undefined;
  if (range === 'unsatisfiable') return reply.status(416).header('content-range', `bytes */${size}`).send();
  const { start, end } = range ?? { start: 0, end: size };
  if (range) reply.status(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  reply.header('content-length', end - start);
  // An empty answer would lose the length that was just said.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(await blobs.read(key, { start, end }));
}
