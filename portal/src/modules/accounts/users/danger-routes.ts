import { type Static, Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { invite } from '../links/invitations.ts';
import { sendPasswordLink } from '../links/passwords.ts';
import { deletePage, passwordPage, powersPage, stepsPage } from '../pages/users-acts.tsx';
import { endSessionsOf } from '../sessions.ts';
import { dangerous } from './acts.ts';
import { endSessionsFor, memberOf, recordAbout, refuseTooManyLinks } from './members.ts';
import { deletePerson, givePowers, POWERS, refuseElsewhere, resetSecondSteps } from './people-acts.ts';
import { refuseSelf } from './remove-user.ts';
import { aboutMember, Id, RECENT_RULE, RULE } from './route-parts.ts';
import { needsTwo } from './two-person.ts';

const Powers = Type.Object({
  give: Type.Array(Type.Union(POWERS.map((one) => Type.Literal(one))), { minItems: 1, maxItems: 5 }),
  done: Type.Optional(Type.Union([Type.Literal('added'), Type.Literal('saved')])),
});

/** The page that asks whether somebody is to be given power over others; `done`: what was done before it. */
export function powersAddress(personId: number, powers: readonly string[], done: 'added' | 'saved'): string {
  const query = new URLSearchParams([...powers.map((one) => ['give', one]), ['done', done]]);
  return `/organisation/users/${personId}/powers?${query}`;
}

/** What is done to somebody's access, each with a page that says what it does: passwords, invitations, powers, second steps, the end. */
export function dangerRoutes(app: App, context: Context): void {
  const { db, clock } = context;
  const shown = { config: RULE, schema: { params: Id } };
  const recent = { config: RECENT_RULE, schema: { params: Id } };

  app.get('/organisation/users/:id/reset-password', shown, async (request, reply) => {
    const member = await memberOf(db, viewerFor(request).organisationId, request.params.id);
    return reply.page(passwordPage({ frame: reply.frame(), member, twoPerson: false }));
  });

  app.post('/organisation/users/:id/reset-password', shown, async (request, reply) => {
    const { id } = request.params;
    await aboutMember(context, request, id, async ({ trx, actor, member }) => {
      if (!member.signedUp)
        throw conflict(
          'There is no password yet',
          `${member.name} has not signed up. Send the invitation again instead.`,
        );
      await refuseTooManyLinks(trx, clock.now(), member);
      await sendPasswordLink(trx, context, { personId: id, askedBy: { personId: actor.personId, name: actor.name } });
      if (member.elsewhere) await endSessionsFor(trx, id, actor.organisationId);
      else await endSessionsOf(trx, id);
      await recordAbout(trx, context, actor, 'person.password-link-sent', id);
    });
    return reply.redirect(`/organisation/users?done=password-reset&person=${id}`, 303);
  });

  app.post('/organisation/users/:id/invitation', shown, async (request, reply) => {
    const { id } = request.params;
    await aboutMember(context, request, id, async ({ trx, actor, member, organisation }) => {
      if (member.signedUp)
        throw conflict(
          'No invitation is needed',
          `${member.name} has signed up already. Reset their password instead.`,
        );
      await refuseTooManyLinks(trx, clock.now(), member);
      const invitedBy = { personId: actor.personId, name: actor.name, organisationName: organisation.name };
      await invite(trx, context, { personId: id, organisationId: organisation.id, invitedBy });
      await recordAbout(trx, context, actor, 'person.invited-again', id);
    });
    return reply.redirect(`/organisation/users?done=invited&person=${id}`, 303);
  });

  app.get(
    '/organisation/users/:id/powers',
    { config: RECENT_RULE, schema: { params: Id, querystring: Powers } },
    async (request, reply) => {
      const { organisationId } = viewerFor(request);
      const member = await memberOf(db, organisationId, request.params.id);
      const { give, done } = request.query as Static<typeof Powers>;
      const twoPerson = await needsTwo(db, organisationId);
      return reply.page(powersPage({ frame: reply.frame(), member, twoPerson, give, done }));
    },
  );

  app.post(
    '/organisation/users/:id/powers',
    { config: RECENT_RULE, schema: { params: Id, body: Powers } },
    async (request, reply) => {
      const { id } = request.params;
      const { give } = request.body as Static<typeof Powers>;
      const outcome = await aboutMember(context, request, id, ({ trx, actor, member }) =>
        dangerous(trx, context, actor, givePowers(member, [...new Set(give)])),
      );
      return reply.redirect(`/organisation/users/${id}?done=${outcome === 'done' ? 'given' : 'given-waits'}`, 303);
    },
  );

  app.get('/organisation/users/:id/second-steps', recent, async (request, reply) => {
    const { organisationId } = viewerFor(request);
    const member = await memberOf(db, organisationId, request.params.id);
    refuseElsewhere(member);
    return reply.page(stepsPage({ frame: reply.frame(), member, twoPerson: await needsTwo(db, organisationId) }));
  });

  app.post('/organisation/users/:id/second-steps', recent, async (request, reply) => {
    const { id } = request.params;
    const outcome = await aboutMember(context, request, id, ({ trx, actor, member }) => {
      refuseElsewhere(member);
      return dangerous(trx, context, actor, resetSecondSteps(member));
    });
    const done = outcome === 'done' ? 'steps-reset' : 'steps-waits';
    return reply.redirect(`/organisation/users?done=${done}&person=${id}`, 303);
  });

  app.get('/organisation/users/:id/delete', recent, async (request, reply) => {
    const { organisationId, personId } = viewerFor(request);
    const member = await memberOf(db, organisationId, request.params.id);
    refuseSelf(member.personId, personId);
    return reply.page(deletePage({ frame: reply.frame(), member, twoPerson: await needsTwo(db, organisationId) }));
  });

  app.post('/organisation/users/:id/delete', recent, async (request, reply) => {
    const { id } = request.params;
    const outcome = await aboutMember(context, request, id, ({ trx, actor, member }) => {
      refuseSelf(id, actor.personId);
      return dangerous(trx, context, actor, deletePerson(member));
    });
    const waits = `deleted-waits&person=${id}`;
    return reply.redirect(`/organisation/users?done=${outcome === 'done' ? 'deleted' : waits}`, 303);
  });
}
