import type { FastifyReply, FastifyRequest } from 'fastify';
import { type App, checkCsrf } from '../../../../platform/http/app.ts';
import { badRequest } from '../../../../platform/http/errors.ts';

const MOST_BYTES = 30_000_000;
export const MOST_MB: number = MOST_BYTES / 1_000_000;
const MOST_NAME = 200;
/** A file that is too large is read to its end and dropped, so that the browser shows the answer. */
const FORM = { limits: { fileSize: MOST_BYTES }, throwFileSizeLimit: false };

export interface SentForm {
  /** Whether the file is the whole list; undefined where nothing was chosen. */
  readonly whole: boolean | undefined;
  /** Empty where no file was chosen. */
  readonly fileName: string;
  /** Absent where the file is larger than is taken. */
  readonly bytes: Buffer | undefined;
}

/** The form with its file, which is small enough to be held; the token is looked at before the file is read. For `csrf: 'self'`. */
export async function receiveForm(app: App, request: FastifyRequest, reply: FastifyReply): Promise<SentForm> {
  if (!request.isMultipart()) throw badRequest('The form was not sent as it should be. Go back and try again.');
  const fields: Record<string, unknown> = {};
  request.body = fields;
  let sent: SentForm | undefined;
  for await (const part of request.parts(FORM)) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value;
      continue;
    }
    await checkCsrf(app, request, reply);
    const pieces: Buffer[] = [];
    for await (const piece of part.file) pieces.push(piece as Buffer);
    const bytes = part.file.truncated ? undefined : Buffer.concat(pieces);
    const way = fields['way'];
    const whole = way === 'whole' ? true : way === 'add' ? false : undefined;
    sent = { whole, fileName: shortName(part.filename ?? ''), bytes };
  }
  if (!sent) throw badRequest('The form was not sent as it should be. Go back and try again.');
  return sent;
}

/** A name that can be kept and shown: nothing that cannot be seen, not endless. */
function shortName(name: string): string {
  return [...name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')].slice(0, MOST_NAME).join('');
}
