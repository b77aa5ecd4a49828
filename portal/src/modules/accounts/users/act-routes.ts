import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { conflict, notFound } from '../../../platform/http/errors.ts';
import { momentInWords } from '../../../ui/words.ts';
import { viewerFor } from '../authentication.ts';
import { ActsPage } from '../pages/acts.tsx';
import { ConfirmActPage, Points } from '../pages/users-confirm.tsx';
import { agree, turnDown } from './decide.ts';
import { actorOf, DECIDERS } from './guards.ts';
import { actsOf, findAct } from './queries.ts';
import { Id, Told } from './route-parts.ts';

const RULE = { access: { permission: DECIDERS } } as const;
const RECENT_RULE = { ...RULE, recent: true } as const;
const HERE = '/organisation/acts';

/** Acts that need a second person: see, agree, refuse, withdraw. */
export function actRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(HERE, { config: RULE, schema: { querystring: Told } }, async (request, reply) => {
    const { organisationId, organisationName, personId } = viewerFor(request);
    const acts = await actsOf(db, organisationId, clock.now());
    const { done } = request.query;
    return reply.page(
      ActsPage({ frame: reply.frame(), organisation: organisationName, viewerId: personId, done, ...acts }),
    );
  });

  app.get(`${HERE}/:id/agree`, { config: RECENT_RULE, schema: { params: Id } }, async (request, reply) => {
    const { organisationId, personId } = viewerFor(request);
    const act = await findAct(db, organisationId, request.params.id, clock.now());
    if (!act) throw notFound();
    if (act.state !== 'waiting')
      throw conflict('It does not wait any more', 'It was decided or ran out of time. Nothing was changed.');
    if (act.askedBy.id === personId)
      throw conflict('A second person must decide', 'You asked for this yourself. You can only withdraw it.');
    return reply.page(
      ConfirmActPage({
        frame: reply.frame(),
        title: `Agree to this: ${act.words}?`,
        warning: 'It is done at once, as if you had done it together.',
        button: 'Agree',
        action: `${HERE}/${act.id}/agree`,
        back: { text: 'Acts that need two people', href: HERE },
        children: Points({
          points: [
            `${act.askedBy.name} asked for it on ${momentInWords(act.askedAt)}.`,
            'That you agreed goes on record, and both of you are sent a letter.',
          ],
        }),
      }),
    );
  });

  app.post(`${HERE}/:id/agree`, { config: RECENT_RULE, schema: { params: Id } }, async (request, reply) => {
    await agree(context, actorOf(request), request.params.id);
    return reply.redirect(`${HERE}?done=agreed`, 303);
  });

  app.post(`${HERE}/:id/refuse`, { config: RULE, schema: { params: Id } }, async (request, reply) => {
    await turnDown(context, actorOf(request), request.params.id, 'refused');
    return reply.redirect(`${HERE}?done=refused`, 303);
  });

  app.post(`${HERE}/:id/withdraw`, { config: RULE, schema: { params: Id } }, async (request, reply) => {
    await turnDown(context, actorOf(request), request.params.id, 'withdrawn');
    return reply.redirect(`${HERE}?done=withdrawn`, 303);
  });
}
