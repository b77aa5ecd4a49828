import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { post } from '../../../platform/outbox/index.ts';
import { record } from '../../audit/index.ts';
import { viewerFor } from '../authentication.ts';
import { emailKey } from '../email-key.ts';
import { emailAsKept } from '../model.ts';
import { LinkEndedPage, NewAddressPage, OwnAddressPage, OwnPasswordPage } from '../pages/links.tsx';
import { passwordMatches } from '../password.ts';
import { countFailure, forgetFailures, takeTurn } from '../throttle.ts';
import { passwordOrFault } from './chosen.ts';
import { findLink, makeLink, useLink } from './links.ts';
import { tellOfNewPassword } from './passwords.ts';
import { setPassword } from './set-password.ts';

const OwnPassword = Type.Object({
  current: Type.String({ maxLength: 1000 }),
  password: Type.String({ maxLength: 1000 }),
  again: Type.String({ maxLength: 1000 }),
});
const OwnAddress = Type.Object({ email: Type.String({ maxLength: 320 }) });
const Token = Type.Object({ token: Type.String({ maxLength: 500 }) });
const SIGNED_IN = { access: 'signed-in' } as const;
const RECENT = { access: 'signed-in', recent: true } as const;

/** One's own password, and one's own e-mail address, which is changed once the new one has answered. */
export function ownRoutes(app: App, context: Context): void {
  const { db, clock, config } = context;

  app.get('/account/password', { config: SIGNED_IN }, async (_request, reply) =>
    reply.page(OwnPasswordPage({ frame: reply.frame() })),
  );

  app.post('/account/password', { config: SIGNED_IN, schema: { body: OwnPassword } }, async (request, reply) => {
    const { personId, sessionId, name, email, organisationId, organisationName } = viewerFor(request);
    const { current, password, again } = request.body;
    // Whoever finds a session open must not be able to guess here what they cannot at the door.
    const one = { email, address: request.ip, knownBrowser: undefined };
    await takeTurn(db, clock, one);
    const { password_hash: kept } = await db
      .selectFrom('person')
      .select('password_hash')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    const right = kept !== null && (await passwordMatches(kept, current));
    await (right ? forgetFailures(db, one) : countFailure(db, clock, one));
    const fault = right
      ? await passwordOrFault({ password, again }, [name, email, organisationName])
      : ({ field: 'current', message: 'Enter the password you have now' } as const);
    if (fault) return reply.status(422).page(OwnPasswordPage({ frame: reply.frame(), fault }));
    await db.transaction().execute(async (trx) => {
      await setPassword(trx, clock, { personId, password, keep: sessionId });
      await tellOfNewPassword(trx, context, { personId, name });
      await record(trx, clock, {
        personId,
        organisationId,
        address: request.ip,
        action: 'password.changed',
        subject: `person ${personId}`,
      });
    });
    return reply.redirect('/account?done=password', 303);
  });

  app.get('/account/address', { config: RECENT }, async (request, reply) =>
    reply.page(OwnAddressPage({ frame: reply.frame(), current: viewerFor(request).email })),
  );

  app.post('/account/address', { config: RECENT, schema: { body: OwnAddress } }, async (request, reply) => {
    const { personId, name, email: current } = viewerFor(request);
    const email = emailAsKept(request.body.email);
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
      const error = 'Enter an e-mail address, such as name@example.org';
      return reply
        .status(422)
        .page(OwnAddressPage({ frame: reply.frame(), current, email: request.body.email, error }));
    }
    await db.transaction().execute(async (trx) => {
      const link = await makeLink(trx, clock, { kind: 'address', personId, newEmail: email, createdBy: personId });
      await post(trx, clock, {
        occasion: `new address ${link.reference}`,
        channel: 'email',
        recipient: email,
        subject: 'Confirm your new e-mail address for Garner',
        body: `Dear ${name}\n\nYou asked to sign in to Garner with this address from now on. To confirm it, open this link within 24 hours: ${config.baseUrl}/new-address/${link.token}\n\nIf you did not ask for it, you need do nothing.\n`,
        secretUntil: link.expiresAt,
      });
    });
    return reply.redirect('/account?done=address-asked', 303);
  });

  app.get(
    '/new-address/:token',
    { config: { access: 'anyone' }, schema: { params: Token } },
    async (request, reply) => {
      const link = await findLink(db, clock, request.params.token, 'address');
      if (!link) return reply.status(404).page(LinkEndedPage({ frame: reply.frame(), kind: 'address' }));
      const { name, newEmail } = link;
      return reply.page(
        NewAddressPage({ frame: reply.frame(), name, newEmail: newEmail!, token: request.params.token }),
      );
    },
  );

  app.post(
    '/new-address/:token',
    { config: { access: 'anyone' }, schema: { params: Token } },
    async (request, reply) => {
      const { token } = request.params;
      const changed = await db.transaction().execute(async (trx) => {
        const link = await findLink(trx, clock, token, 'address');
        if (!link || !(await useLink(trx, clock, token, 'address'))) return undefined;
        const { personId, email: old, name } = link;
        const email = link.newEmail!;
        const taken = await trx
          .selectFrom('person')
          .select('id')
          .where('email_key', '=', emailKey(email))
          .where('id', '<>', personId)
          .executeTakeFirst();
        // Said only to who has the mailbox and the link.
        if (taken) return 'taken';
        await trx
          .updateTable('person')
          .set({ email, email_key: emailKey(email) })
          .where('id', '=', personId)
          .execute();
        await post(trx, clock, {
          occasion: `address changed, person ${personId}, ${clock.now().toISOString()}`,
          channel: 'email',
          recipient: old,
          subject: 'Your e-mail address for Garner was changed',
          body: `Dear ${name}\n\nFrom now on you sign in to Garner with another e-mail address.\n\nIf it was not you, tell an administrator of your organisation at once.\n`,
        });
        await record(trx, clock, {
          personId,
          address: request.ip,
          action: 'address.changed',
          subject: `person ${personId}`,
        });
        return 'done';
      });
      if (changed === 'done') return reply.redirect(request.viewer ? '/account?done=address' : '/sign-in', 303);
      return reply.status(404).page(LinkEndedPage({ frame: reply.frame(), kind: 'address' }));
    },
  );
}
