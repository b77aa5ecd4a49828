import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { paging } from '../../ui/pagination.ts';
import { NonSubmissionsPage } from './pages/non-submissions.tsx';
import { type CentreWork, entriesOf } from './queries.ts';
import { ACCESS, asked, ComponentId, doerOf, mayChange, ownWork, page, READ, text } from './route-parts.ts';
import { openWork, type ReasonChange, setReasons } from './store.ts';

const PAGE_SIZE = 20;
const List = Type.Object({
  page,
  candidate: text,
  left: Type.Optional(Type.Literal('yes')),
  done: Type.Optional(Type.Literal('saved')),
});
/** For each candidate shown: the reason chosen (`reason-ID`), whether there is none to come (`tick-ID`), and the reason that the page showed (`was-ID`). */
const Reasons = Type.Record(
  Type.String({ pattern: '^(_csrf|page|candidate|left|(reason|tick|was)-[1-9][0-9]{0,15})$' }),
  Type.String({ maxLength: 200 }),
  {
    maxProperties: 100,
    additionalProperties: false,
  },
);

/** Record non-submission: why there is nothing for a candidate. */
export function reasonRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(
    '/media/components/:component/non-submissions',
    { config: READ, schema: { params: ComponentId, querystring: List } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      return await show(request, reply, work, { query: request.query });
    },
  );

  app.post(
    '/media/components/:component/non-submissions',
    { config: ACCESS, schema: { params: ComponentId, body: Reasons } },
    async (request, reply) => {
      const work = await ownWork(context, request, request.params.component);
      const body: Readonly<Record<string, string>> = request.body;
      const query = { page: Number(body['page']) || 1, candidate: body['candidate'], left: body['left'] };
      const entries = await entriesOf(db, work);
      const changes: ReasonChange[] = [];
      const faults: { id: number; text: string }[] = [];
      for (const { id, number } of entries) {
        const given = body[`reason-${id}`];
        if (given === undefined) continue;
        const was = body[`was-${id}`] ?? '';
        // Whoever chooses a reason means it, ticked or not; taking the tick away takes the reason back.
        const ticked = body[`tick-${id}`] !== undefined || (given !== '' && given !== was);
        // What this person left alone may have been changed by somebody else meanwhile.
        const untouched = (ticked ? given : '') === was;
        if (ticked && given === '') faults.push({ id, text: `Select a reason for candidate ${number}` });
        else if (untouched) continue;
        else if (ticked && !work.rules.reasons.includes(given))
          faults.push({ id, text: `Select one of the reasons for candidate ${number}` });
        else changes.push({ candidateId: id, was: was || null, reason: ticked ? given : null });
      }
      if (faults.length > 0) return await show(request, reply.status(422), work, { query, faults, given: body });
      const { tagged, meanwhile } = await db.transaction().execute(async (trx) => {
        await openWork(trx, clock, work);
        return await setReasons(trx, doerOf(context, request), work, changes);
      });
      if (tagged.length + meanwhile.length > 0) {
        const late = entries
          .filter(({ id }) => tagged.includes(id) || meanwhile.includes(id))
          .map(({ id, number }) => ({
            id,
            text: tagged.includes(id)
              ? `Candidate ${number} is tagged to a file. Remove them from the file first, if there is no submission`
              : `Somebody else changed the reason for candidate ${number} meanwhile. It is shown as it is now; change it again if you need to`,
          }));
        return await show(request, reply.status(422), work, { query, faults: late });
      }
      const search = new URLSearchParams({
        done: 'saved',
        page: String(query.page),
        ...(query.candidate ? { candidate: query.candidate } : {}),
        ...(query.left ? { left: 'yes' } : {}),
      });
      return reply.redirect(`/media/components/${work.componentId}/non-submissions?${search}`, 303);
    },
  );

  interface Shown {
    readonly query: {
      readonly page?: number;
      readonly candidate?: string | undefined;
      readonly left?: string | undefined;
      readonly done?: 'saved';
    };
    readonly faults?: readonly { readonly id: number; readonly text: string }[];
    readonly given?: Readonly<Record<string, string>>;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    work: CentreWork,
    { query, faults = [], given }: Shown,
  ) {
    const candidate = asked(query.candidate);
    const left = query.left === 'yes';
    const all = (await entriesOf(db, work)).filter(
      (entry) =>
        fits(entry, candidate) && (!left || (entry.files === 0 && entry.reason === null && entry.withdrawnAt === null)),
    );
    const at = paging(all.length, query.page ?? 1, PAGE_SIZE);
    return reply.page(
      NonSubmissionsPage({
        frame: reply.frame(),
        work,
        rows: all.slice(Math.max(0, at.from - 1), at.to),
        paging: at,
        candidate,
        left,
        mayChange: mayChange(request, work, clock.now()),
        done: query.done === 'saved',
        faults,
        given,
      }),
    );
  }
}

function fits(
  { number, surname, forename }: { number: string; surname: string; forename: string },
  text: string | undefined,
) {
  return text === undefined || `${number} ${surname} ${forename} ${surname}`.toLowerCase().includes(text.toLowerCase());
}
