import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { record } from '../../audit/index.ts';
import { browserToken, ensureBrowserToken } from '../browsers.ts';
import { safeNext, startPage } from '../model.ts';
import { PasskeySignInPage } from '../pages/passkey.tsx';
import { beginFull } from '../sign-in/begin.ts';
import { next, response } from './fields.ts';
import { noteCopy, PASSKEY_REFUSED } from './step-routes.ts';
import { answered, authenticationOptions } from './web-authn.ts';

const ANYONE = { access: 'anyone' } as const;
/** One school may share one address; nobody guesses a signature. */
const OPTIONS_LIMIT = { max: 240, timeWindow: '1 minute' } as const;

/** Signing in by passkey alone: it is two steps in one, something one has and a finger, a face or a PIN. */
export function passkeySignInRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get(
    '/sign-in/passkey',
    { config: ANYONE, schema: { querystring: Type.Object({ next }) } },
    async (request, reply) => {
      const next = safeNext(request.query.next);
      if (request.viewer) return reply.redirect(next ?? startPage(request.viewer));
      return reply.page(PasskeySignInPage({ frame: reply.frame(), next }));
    },
  );

  app.post(
    '/sign-in/passkey/options',
    { config: { ...ANYONE, whileSeeing: true, rateLimit: OPTIONS_LIMIT } },
    async (request, reply) => {
      const browser = ensureBrowserToken(context, request, reply);
      return await authenticationOptions(context, { act: 'sign-in', browser });
    },
  );

  app.post(
    '/sign-in/passkey',
    { config: { ...ANYONE, whileSeeing: true }, schema: { body: Type.Object({ next, response }) } },
    async (request, reply) => {
      const next = safeNext(request.body.next);
      const browser = browserToken(context, request);
      const given = browser ? await answered(context, { act: 'sign-in', browser }, request.body.response) : {};
      if (given.personId === undefined) {
        await record(db, clock, { action: 'sign-in.refused', subject: 'sign-in', address: request.ip });
        await noteCopy(context, request, given);
        return reply.status(422).page(PasskeySignInPage({ frame: reply.frame(), next, error: PASSKEY_REFUSED }));
      }
      const { name, email } = await db
        .selectFrom('person')
        .select(['name', 'email'])
        .where('id', '=', given.personId)
        .executeTakeFirstOrThrow();
      const account = { personId: given.personId, name, email };
      return await beginFull(context, request, reply, { account, how: ['passkey'], next });
    },
  );
}
