import type { FastifyReply, FastifyRequest } from 'fastify';
import { type App, checkCsrf } from './app.ts';
import { badRequest, refused } from './errors.ts';

export interface FormFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/**
 * The file of a plain form, in memory; the token is looked at before the file is read. For routes with `csrf: 'self'`. At most so
 * many megabytes of 10⁶ bytes. Throws (400, 413, 422) in words.
 */
export async function receiveFormFile(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  megabytes: number,
): Promise<FormFile> {
  if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
  for await (const part of request.parts({ limits: { fileSize: megabytes * 1_000_000 } })) {
    if (part.type === 'field') {
      request.body ??= { [part.fieldname]: part.value };
      continue;
    }
    await checkCsrf(app, request, reply);
    if (part.filename === '') throw refused(422, 'Choose a file', 'No file was chosen.');
    const pieces: Buffer[] = [];
    for await (const piece of part.file) pieces.push(piece as Buffer);
    if (part.file.truncated) {
      throw refused(413, 'The file is too large', `The most is ${megabytes} MB. Send it in parts.`);
    }
    return { fileName: fileNameAsKept(part.filename), bytes: Buffer.concat(pieces) };
  }
  throw refused(422, 'Choose a file', 'No file was chosen.');
}

function fileNameAsKept(name: string): string {
  return [...name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')].slice(0, 200).join('');
}
