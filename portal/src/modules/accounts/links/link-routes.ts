import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { enqueue } from '../../../platform/queue/index.ts';
import { record } from '../../audit/index.ts';
import { ForgottenPage, LinkEndedPage, NewPasswordPage, SentPage } from '../pages/links.tsx';
import { personIdOf } from '../people.ts';
import { beginHalf } from '../sign-in/begin.ts';
import { countRequest, refuseTooManyRequests } from '../throttle.ts';
import { passwordOrFault } from './chosen.ts';
import { findLink, type LinkKind, useLink } from './links.ts';
import { FORGOTTEN, tellOfNewPassword } from './passwords.ts';
import { setPassword } from './set-password.ts';

/** Any text: what a mail program cut off or added to is told like every link that does not work. */
const Token = Type.Object({ token: Type.String({ maxLength: 500 }) });
const Email = Type.Object({ email: Type.String({ maxLength: 320 }) });
const Passwords = Type.Object({
  password: Type.String({ maxLength: 1000 }),
  again: Type.String({ maxLength: 1000 }),
});
const ANYONE = { access: 'anyone', whileSeeing: true } as const;

/** "Forgotten password", and what the links in invitations and in such letters lead to. */
export function linkRoutes(app: App, context: Context): void {
  app.get('/forgotten-password', { config: ANYONE }, async (_request, reply) =>
    reply.page(ForgottenPage({ frame: reply.frame() })),
  );

  app.post('/forgotten-password', { config: ANYONE, schema: { body: Email } }, async (request, reply) => {
    const { email } = request.body;
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
      const error = 'Enter an e-mail address, such as name@example.org';
      return reply.status(422).page(ForgottenPage({ frame: reply.frame(), email, error }));
    }
    await refuseTooManyRequests(context.db, context.clock, request.ip);
    await context.db.transaction().execute(async (trx) => {
      await countRequest(trx, context.clock, request.ip);
      await enqueue(trx, FORGOTTEN, { person: (await personIdOf(trx, email)) ?? null });
    });
    return reply.redirect('/forgotten-password/sent', 303);
  });

  app.get('/forgotten-password/sent', { config: ANYONE }, async (_request, reply) =>
    reply.page(SentPage({ frame: reply.frame(), demo: context.config.demo })),
  );

  for (const { kind, path } of [
    { kind: 'password', path: 'new-password' },
    { kind: 'invitation', path: 'invitation' },
  ] as const) {
    app.get(`/${path}/:token`, { config: ANYONE, schema: { params: Token } }, async (request, reply) => {
      const link = await findLink(context.db, context.clock, request.params.token, kind);
      if (!link) return ended(reply, kind);
      return reply.page(
        NewPasswordPage({ frame: reply.frame(), link, kind, address: `/${path}/${request.params.token}` }),
      );
    });

    app.post(
      `/${path}/:token`,
      { config: ANYONE, schema: { params: Token, body: Passwords } },
      async (request, reply) =>
        choose(context, request, reply, kind, {
          token: request.params.token,
          password: request.body.password,
          again: request.body.again,
          address: `/${path}/${request.params.token}`,
        }),
    );
  }
}

interface Chosen {
  readonly token: string;
  readonly password: string;
  readonly again: string;
  readonly address: string;
}

/** A password for whom the link is for. Who was invited, and has none of the second steps yet, goes on to set one up. */
async function choose(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: 'invitation' | 'password',
  { token, password, again, address }: Chosen,
): Promise<FastifyReply> {
  const { db, clock } = context;
  const link = await findLink(db, clock, token, kind);
  if (!link) return ended(reply, kind);
  // Somebody who has an account already only takes the invitation, and signs in as ever.
  const keeps = kind === 'invitation' && link.passwordHash !== null;
  const fault = keeps
    ? undefined
    : await passwordOrFault({ password, again }, [link.name, link.email, link.organisationName ?? '']);
  if (fault) {
    const page = { frame: reply.frame(), link, kind, address, fault };
    return reply.status(422).page(NewPasswordPage(page));
  }
  const { personId, name, email } = link;
  const taken = await db.transaction().execute(async (trx) => {
    if (!(await useLink(trx, clock, token, kind))) return false;
    if (!keeps) {
      await setPassword(trx, clock, { personId, password });
      if (kind === 'password') await tellOfNewPassword(trx, context, link);
    }
    await record(trx, clock, {
      personId,
      ...(link.organisationId === null ? {} : { organisationId: link.organisationId }),
      address: request.ip,
      action: kind === 'password' ? 'password.reset' : 'invitation.accepted',
      subject: `person ${personId}`,
    });
    return true;
  });
  if (!taken) return ended(reply, kind);
  if (keeps) return reply.redirect('/sign-in', 303);
  // The link came by e-mail, which is one step; the second is still asked for.
  await beginHalf(context, request, reply, { personId, name, email }, 'link');
  return reply.redirect('/sign-in/step', 303);
}

function ended(reply: FastifyReply, kind: LinkKind): FastifyReply {
  return reply.status(404).page(LinkEndedPage({ frame: reply.frame(), kind }));
}
