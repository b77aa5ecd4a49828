import type { FastifyReply, FastifyRequest } from 'fastify';
import { type App, checkCsrf } from './app.ts';
import { badRequest, refused } from './errors.ts';

/** Longest name that is kept, in characters. */
const MOST_NAME = 200;

/** A form with fields and one file. */
export interface SentForm {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Nothing in it that cannot be seen, not endless; empty where no file was chosen. */
  readonly fileName: string;
  /** Absent where the file is larger than is taken. */
  readonly bytes: Buffer | undefined;
}

/**
 * A plain form with its file, which is small enough to be held; the token is looked at before the file is read. For routes
 * with `csrf: 'self'`. At most so many megabytes of 10⁶ bytes: a larger file is read to its end and dropped, so that the
 * browser shows the answer. Throws (400) where it is no such form.
 */
export async function receiveForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  megabytes: number,
): Promise<SentForm> {
  try {
    const form = await readForm(app, request, reply, megabytes * 1_000_000);
    if (form) return form;
  } catch (error) {
    // Browsers show an answer only once they have sent everything: the rest is read and dropped.
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
  throw badRequest('The form was not sent as it should be. Go back and try again.');
}

/** Undefined where it is no form with a file. */
async function readForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  fileSize: number,
): Promise<SentForm | undefined> {
  if (!request.isMultipart()) return undefined;
  const fields: Record<string, unknown> = {};
  request.body = fields;
  let form: SentForm | undefined;
  const options = { limits: { fileSize }, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value;
      continue;
    }
    await checkCsrf(app, request, reply);
    const pieces: Buffer[] = [];
    for await (const piece of part.file) pieces.push(piece as Buffer);
    const bytes = part.file.truncated ? undefined : Buffer.concat(pieces);
    form = { fields, fileName: fileNameAsKept(part.filename ?? ''), bytes };
  }
  return form;
}

/** Only the file of such a form. Throws (400, 413, 422) in words. */
export async function receiveFormFile(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  megabytes: number,
): Promise<{ readonly fileName: string; readonly bytes: Buffer }> {
  const { fileName, bytes } = await receiveForm(app, request, reply, megabytes);
  if (fileName === '') throw refused(422, 'Choose a file', 'No file was chosen.');
  if (!bytes) throw refused(413, 'The file is too large', `The most is ${megabytes} MB. Send it in parts.`);
  return { fileName, bytes };
}

function fileNameAsKept(name: string): string {
  return [...name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')].slice(0, MOST_NAME).join('');
}
