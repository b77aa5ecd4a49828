import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { AccountRemovePage } from '../pages/account-remove.tsx';
import { NewPasskeyPage, PasskeyOnlyPage } from '../pages/passkey.tsx';
import { nameGiven, ownerOf } from './account.ts';
import { credentialId, name, response } from './fields.ts';
import { addPasskey, isPasskeyOnly, passkeysOf, removePasskey, setPasskeyOnly } from './passkeys.ts';
import { registered, registrationOptions } from './web-authn.ts';

const RECENT = { access: 'signed-in', recent: true } as const;
const Which = Type.Object({ id: credentialId });
const Only = Type.Object({ only: Type.Union([Type.Literal('yes'), Type.Literal('no')]) });

/** Passkeys of one's own account. */
export function passkeyRoutes(app: App, context: Context): void {
  app.get('/account/passkeys/add', { config: RECENT }, async (_request, reply) =>
    reply.page(NewPasskeyPage({ frame: reply.frame() })),
  );

  app.post('/account/passkeys/options', { config: RECENT }, async (request) =>
    registrationOptions(context, ownerOf(context, request), viewerFor(request).sessionId),
  );

  app.post(
    '/account/passkeys/add',
    { config: RECENT, schema: { body: Type.Object({ name, response }) } },
    async (request, reply) => {
      const owner = ownerOf(context, request);
      const { name, response } = request.body;
      const passkey = await registered(context, owner, viewerFor(request).sessionId, response);
      if (!passkey) {
        const error = 'The passkey was not accepted. Try again; you have 5 minutes each time';
        return reply.status(422).page(NewPasskeyPage({ frame: reply.frame(), name, error }));
      }
      await addPasskey(context, owner, { ...passkey, name: nameGiven(name, 'Passkey') });
      return reply.redirect('/account?done=passkey-added', 303);
    },
  );

  app.get('/account/passkeys/remove', { config: RECENT, schema: { querystring: Which } }, async (request, reply) => {
    const passkeys = await passkeysOf(context, viewerFor(request).personId);
    const one = passkeys.find(({ id }) => id === request.query.id);
    if (!one) throw notFound();
    return reply.page(
      AccountRemovePage({
        frame: reply.frame(),
        what: `the passkey “${one.name}”`,
        then: 'It is not taken any more. Delete it on your device, too.',
        action: '/account/passkeys/remove',
        id: one.id,
      }),
    );
  });

  app.post('/account/passkeys/remove', { config: RECENT, schema: { body: Which } }, async (request, reply) => {
    if (!(await removePasskey(context, ownerOf(context, request), request.body.id))) throw notFound();
    return reply.redirect('/account?done=passkey-removed', 303);
  });

  app.get('/account/passkeys/only', { config: RECENT }, async (request, reply) => {
    const { personId } = viewerFor(request);
    const has = (await passkeysOf(context, personId)).length > 0;
    return reply.page(PasskeyOnlyPage({ frame: reply.frame(), has, only: await isPasskeyOnly(context, personId) }));
  });

  app.post('/account/passkeys/only', { config: RECENT, schema: { body: Only } }, async (request, reply) => {
    const only = request.body.only === 'yes';
    await setPasskeyOnly(context, ownerOf(context, request), only);
    return reply.redirect(`/account?done=${only ? 'passkey-only' : 'password-too'}`, 303);
  });
}
