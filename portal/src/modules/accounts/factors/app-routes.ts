import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { AccountAppPage } from '../pages/account-app.tsx';
import { AccountRemovePage } from '../pages/account-remove.tsx';
import { nameGiven, ownerOf } from './account.ts';
import { addApp, appsOf, MOST_APPS, newSecret, removeApp, sameSecret } from './apps.ts';
import { code, id, name, sealed } from './fields.ts';
import { takeTry, waitInWords } from './tries.ts';

const RECENT = { access: 'signed-in', recent: true } as const;
const NewApp = Type.Object({ name, sealed, code });
const Which = Type.Object({ id });

/** Authenticator apps of one's own account. */
export function appRoutes(app: App, context: Context): void {
  app.get('/account/apps/add', { config: RECENT }, async (request, reply) =>
    reply.page(AccountAppPage({ frame: reply.frame(), secret: newSecret(context, viewerFor(request)) })),
  );

  app.post('/account/apps/add', { config: RECENT, schema: { body: NewApp } }, async (request, reply) => {
    const { name, sealed, code } = request.body;
    const owner = ownerOf(context, request);
    const turn = await takeTry(context, request, owner.personId, 'app');
    const given = { name: nameGiven(name, 'Authenticator app'), sealed, code };
    if (turn.wait === undefined && (await addApp(context, owner, given))) {
      await turn.right();
      return reply.redirect('/account?done=app-added', 303);
    }
    const known = sameSecret(context, owner, sealed);
    const error =
      turn.wait !== undefined
        ? waitInWords(turn.wait)
        : known
          ? await refusal(context, owner.personId)
          : 'Add the account to your app again: this page was too old';
    const secret = known ?? newSecret(context, owner);
    return reply
      .status(turn.wait === undefined ? 422 : 429)
      .page(AccountAppPage({ frame: reply.frame(), secret, name, error }));
  });

  app.get('/account/apps/remove', { config: RECENT, schema: { querystring: Which } }, async (request, reply) => {
    const apps = await appsOf(context, viewerFor(request).personId);
    const one = apps.find((app) => app.id === Number(request.query.id));
    if (!one) throw notFound();
    return reply.page(
      AccountRemovePage({
        frame: reply.frame(),
        what: `the authenticator app “${one.name}”`,
        then: 'Its codes are not taken any more. Delete the account in the app, too.',
        action: '/account/apps/remove',
        id: String(one.id),
      }),
    );
  });

  app.post('/account/apps/remove', { config: RECENT, schema: { body: Which } }, async (request, reply) => {
    if (!(await removeApp(context, ownerOf(context, request), Number(request.body.id)))) throw notFound();
    return reply.redirect('/account?done=app-removed', 303);
  });
}

/** Why an app was not kept. */
async function refusal(context: Context, personId: number): Promise<string> {
  const { length } = await appsOf(context, personId);
  return length < MOST_APPS
    ? 'Enter the 6 digits that the app shows now'
    : `You have ${MOST_APPS} apps, which is the most. Remove one, then add this one`;
}
