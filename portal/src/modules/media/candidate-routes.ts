import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { notFound, RequestError } from '../../platform/http/errors.ts';
import { refuseCandidates, refuseSeveral } from './begin.ts';
import { findMediaFile } from './file-queries.ts';
import { CandidatesPage } from './pages/candidates.tsx';
import { entriesOf } from './queries.ts';
import { ACCESS, asked, doerOf, MediaFileId, ownFile, text } from './route-parts.ts';
import { openWork, setTags } from './store.ts';

const number = Type.String({ pattern: '^[1-9][0-9]{0,15}$' });
const several = Type.Optional(Type.Union([number, Type.Array(number, { maxItems: 2000 })]));
const Choice = Type.Object({
  version: number,
  /** Chosen so far; ticked among those shown; shown. */
  chosen: several,
  candidate: several,
  shown: several,
  number: text,
  surname: text,
  forename: text,
  act: Type.String({ maxLength: 30, pattern: '^(search|save|keep|(remove|removed):[1-9][0-9]{0,15})$' }),
});

/** Select candidates: nothing is saved before "Save", whatever is searched, ticked and removed on the way. */
export function candidateRoutes(app: App, context: Context): void {
  const { db, clock } = context;
  const rule = { config: ACCESS, schema: { params: MediaFileId } };

  app.get('/media/files/:file/candidates', rule, async (request, reply) => {
    const { file } = await ownFile(context, request, request.params.file);
    return await show(request, reply, { chosen: file.candidates.map(({ id }) => id), version: file.version });
  });

  app.post(
    '/media/files/:file/candidates',
    { config: ACCESS, schema: { params: MediaFileId, body: Choice } },
    async (request, reply) => {
      const { file, work } = await ownFile(context, request, request.params.file);
      if (file.role === 'document') throw notFound();
      const { act, version } = request.body;
      const [what = '', who = ''] = act.split(':');
      const chosen = chosenIn(request.body).filter((id) => what !== 'removed' || id !== Number(who));
      const shown = { chosen, version: Number(version), filter: filterOf(request.body) };
      if (what === 'remove') return await show(request, reply, { ...shown, removing: Number(who) });
      if (what !== 'save') return await show(request, reply, shown);
      try {
        if (chosen.length > 1) refuseSeveral(work);
        const outcome = await db.transaction().execute(async (trx) => {
          const open = await openWork(trx, clock, file);
          const before = new Set((await findMediaFile(trx, file.id))?.candidates.map(({ id }) => id));
          // Who is tagged already may stay, also where the entry was withdrawn meanwhile.
          const added = chosen.filter((id) => !before.has(id));
          await refuseCandidates({ db: trx }, open, added);
          return await setTags(trx, doerOf(context, request), { ...file, version: shown.version }, chosen);
        });
        if (outcome === 'done') return reply.redirect(`/media/components/${work.componentId}/files?done=saved`, 303);
        return await show(request, reply.status(409), {
          ...(await asItIs(file.id)),
          error:
            'Somebody else changed the candidates of this file meanwhile. They are shown as they are now, and nothing of yours was saved: choose again',
        });
      } catch (error) {
        if (!(error instanceof RequestError) || error.kind !== 'refused') throw error;
        return await show(request, reply.status(422), { ...shown, error: `${error.title}. ${error.message}` });
      }
    },
  );

  /** What somebody else made of a file meanwhile. */
  async function asItIs(fileId: string) {
    const now = await findMediaFile(db, fileId);
    if (!now) throw notFound();
    return { chosen: now.candidates.map(({ id }) => id), version: now.version };
  }

  interface Shown {
    readonly chosen: readonly number[];
    readonly version: number;
    readonly filter?: ReturnType<typeof filterOf>;
    readonly removing?: number;
    readonly error?: string;
  }

  async function show(request: FastifyRequest, reply: FastifyReply, { filter = NO_FILTER, ...shown }: Shown) {
    const { file, work } = await ownFile(context, request, (request.params as { file: string }).file);
    if (file.role === 'document') throw notFound();
    const all = await entriesOf(db, work);
    const listed = Object.values(filter).some((value) => value !== undefined) ? await entriesOf(db, work, filter) : all;
    return reply.page(CandidatesPage({ frame: reply.frame(), work, file, all, listed, filter, ...shown }));
  }
}

const NO_FILTER = { number: undefined, surname: undefined, forename: undefined };

function filterOf({ number, surname, forename }: Static<typeof Choice>) {
  return { number: asked(number), surname: asked(surname), forename: asked(forename) };
}

/** Who was chosen before and was not shown, and who is ticked now, each once. */
function chosenIn({ chosen, candidate, shown }: Static<typeof Choice>): number[] {
  const ids = (value: string | string[] | undefined): number[] =>
    value === undefined ? [] : [value].flat().map(Number);
  const visible = new Set(ids(shown));
  return [...new Set([...ids(chosen).filter((id) => !visible.has(id)), ...ids(candidate)])];
}
