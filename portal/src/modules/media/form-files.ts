import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { refused } from '../../platform/http/errors.ts';
import { matchName } from '../../ui/client/media/match.ts';
import { count, sizeInWords } from '../../ui/words.ts';
import { cleanName, emptyFile, type Uploads } from '../uploads/index.ts';
import { beginFile, inWords } from './begin.ts';
import { known } from './known.ts';
import type { CentreWork } from './queries.ts';
import { doerOf } from './route-parts.ts';
import { deleteFile } from './store.ts';

interface Receiving {
  readonly context: Context;
  readonly uploads: Uploads;
  readonly work: CentreWork;
  /** The centre's documents, for nobody in particular. */
  readonly documents: boolean;
  /** Throws unless the form carries the token of its own browser. */
  readonly csrf: () => Promise<void>;
}

interface Received {
  readonly taken: readonly { readonly id: string; readonly name: string; readonly tagged: boolean }[];
  readonly faults: readonly { readonly title: string; readonly detail: string }[];
}

/** The files of a plain form, each straight to disk and for whom its name surely says. One that is refused does not stop the others. */
export async function receiveFiles(
  { context, uploads, work, documents, csrf }: Receiving,
  request: FastifyRequest,
): Promise<Received> {
  const { rules } = work;
  const limits = documents ? rules.documents : rules;
  const names = await known(context.db, work);
  const taken: { id: string; name: string; tagged: boolean }[] = [];
  const faults: { title: string; detail: string }[] = [];
  let chosen = 0;
  // One more than is taken, so that too many can be said.
  const parts = request.parts({
    limits: { fileSize: limits.bytes, files: limits.atOnce + 1, parts: limits.atOnce + 5 },
  });
  for await (const part of parts) {
    if (part.type === 'field') {
      request.body ??= { [part.fieldname]: part.value };
      continue;
    }
    if (chosen === 0) await csrf();
    if (part.filename === '') {
      part.file.resume();
      continue;
    }
    chosen++;
    const name = cleanName(part.filename);
    try {
      if (chosen > limits.atOnce) throw tooMany(limits.atOnce, name);
      const match = documents ? undefined : matchName(name, names);
      if (match?.confidence === 'wrong')
        throw refused(422, `“${name}” is not for this component`, `${match.words} Check the file, or rename it.`);
      const candidates = match?.confidence === 'sure' ? match.candidates.map(({ id }) => id) : [];
      const { id } = await beginFile(context, request, uploads, work, {
        name,
        candidates,
        ...(documents && { role: 'document' as const }),
      });
      try {
        const size = await uploads.tus.write(part.file, id, 0);
        if (part.file.truncated)
          throw refused(
            413,
            `“${name}” is too large`,
            `The most is ${sizeInWords(limits.bytes)}. Nothing of it was kept.`,
          );
        if (size === 0) throw emptyFile(name);
        await uploads.settleSize(id, size);
      } catch (error) {
        await uploads.cancel(id);
        const doer = doerOf(context, request);
        await context.db.transaction().execute((trx) => deleteFile(trx, doer, { ...work, id }));
        throw error;
      }
      await uploads.finish(id);
      taken.push({ id, name, tagged: candidates.length > 0 });
    } catch (error) {
      part.file.resume();
      faults.push(inWords(error));
    }
  }
  if (chosen === 0) faults.push({ title: 'Choose a file', detail: 'No file was chosen.' });
  return { taken, faults };
}

function tooMany(most: number, name: string) {
  return refused(
    422,
    `Choose at most ${count(most, 'file')} at a time`,
    `“${name}” was one too many and was not sent. Send it, and those after it, next.`,
  );
}
