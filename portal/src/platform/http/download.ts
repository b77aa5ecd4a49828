import type { FastifyReply } from 'fastify';

/**
 * Headers of a file to be saved, never shown: whatever it holds, the browser must not run it. The name is given
 * in ASCII and, by RFC 6266, in UTF-8.
 */
export function asDownload(reply: FastifyReply, name: string, type: string): FastifyReply {
  const plain = name.replace(/[^\x20-\x7e]|["\\/%]/gu, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${exact}`)
    .header('content-security-policy', "default-src 'none'; sandbox");
}
