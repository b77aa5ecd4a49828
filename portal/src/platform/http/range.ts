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

/** Something of so many bytes, of which a part can be read. */
export interface Ranged {
  readonly size: number;
  /** Changes when any of the bytes does. */
  readonly etag?: string | undefined;
  /** The bytes from `start` up to but not including `end`; not asked for where only the headers are. */
  read(start: number, end: number): Readable | Promise<Readable>;
}

/** Sends it, or the part of it that is asked for, so that players can seek and downloads can be resumed. */
export async function sendRanged(
  request: FastifyRequest,
  reply: FastifyReply,
  { size, etag, read }: Ranged,
): Promise<FastifyReply> {
  const tag = etag && `"${etag}"`;
  reply.header('accept-ranges', 'bytes');
  if (tag) reply.header('etag', tag);
  // A download whose content has changed meanwhile begins anew.
  const unchanged = request.headers['if-range'] === undefined || request.headers['if-range'] === tag;
  const range = unchanged ? readRange(request.headers.range, size) : undefined;
  if (range === 'unsatisfiable') return reply.status(416).header('content-range', `bytes */${size}`).send();
  const { start, end } = range ?? { start: 0, end: size };
  if (range) reply.status(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  reply.header('content-length', end - start);
  // An empty answer would lose the length that was just said.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(await read(start, end));
}

/** Sends a blob so. `etag` is its SHA-256, or says what it was made from. */
export async function sendBlob(
  request: FastifyRequest,
  reply: FastifyReply,
  blobs: Blobs,
  { key, etag }: { readonly key: string; readonly etag?: string | undefined },
): Promise<FastifyReply> {
  const size = await blobs.size(key);
  return await sendRanged(request, reply, { size, etag, read: (start, end) => blobs.read(key, { start, end }) });
}
