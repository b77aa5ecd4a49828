import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { RequestError } from '../../../platform/http/errors.ts';
import { record } from '../../audit/index.ts';
import { browserToken, ensureBrowserToken, isTrusted } from '../browsers.ts';
import { safeNext, startPage, withNext } from '../model.ts';
import { beginFull, beginHalf } from '../sign-in/begin.ts';
import { Provider } from './provider.ts';
import { accountOf, beginVisit, endVisit } from './store.ts';

const Next = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) });
const Back = Type.Object(
  {
    state: Type.String({ maxLength: 200 }),
    code: Type.Optional(Type.String({ maxLength: 4000 })),
    error: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: true },
);
const ANYONE = { access: 'anyone' } as const;

/**
 * Single sign-on: to the provider and back. Links, not forms: a form may not lead to another site here (form-action of the
 * policy). Where the provider asked for one step only, the second is taken here.
 */
export function singleSignOnRoutes(app: App, context: Context): void {
  const { config, clock, db, log } = context;
  if (!config.singleSignOn) return;
  const { name } = config.singleSignOn;
  const provider = new Provider(config.singleSignOn, `${config.baseUrl}/sign-in/single/back`);

  app.get('/sign-in/single', { config: ANYONE, schema: { querystring: Next } }, async (request, reply) => {
    const next = safeNext(request.query.next);
    if (request.viewer) return reply.redirect(next ?? startPage(request.viewer));
    const visit = await beginVisit(context, ensureBrowserToken(context, request, reply), next);
    try {
      return reply.redirect((await provider.address(visit)).href);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the provider of single sign-on could not be reached');
      throw notNow(name);
    }
  });

  app.get('/sign-in/single/back', { config: ANYONE, schema: { querystring: Back } }, async (request, reply) => {
    const browser = browserToken(context, request);
    const visit = browser === undefined ? undefined : await endVisit(context, browser, request.query.state);
    if (!visit) throw notOurs(name);
    const identity = await provider
      .identity(request.url.slice(request.url.indexOf('?')), visit)
      .catch((error: Error) => {
        log.warn({ reason: error.message }, 'single sign-on was refused');
        throw notOurs(name);
      });
    const account = await accountOf(context, identity, request.ip);
    if (!account) {
      await record(db, clock, { action: 'sign-in.refused', subject: 'single sign-on', address: request.ip });
      throw unknown(name);
    }
    const trusted = browser !== undefined && (await isTrusted(db, clock, browser, account.personId));
    if (identity.twoSteps || trusted) {
      const how = ['single sign-on', ...(trusted ? (['trusted browser'] as const) : [])] as const;
      return await beginFull(context, request, reply, { account, how, next: visit.next });
    }
    await beginHalf(context, request, reply, account, 'single sign-on');
    return reply.redirect(withNext('/sign-in/step', visit.next), 303);
  });
}

function notNow(name: string): RequestError {
  const words = `${name} does not answer. Try again in a few minutes, or sign in with your password.`;
  return new RequestError(503, 'single-sign-on', `You cannot sign in with ${name} just now`, words);
}

function notOurs(name: string): RequestError {
  const words = 'It took too long, was begun in another browser, or was given up. Begin again from the sign-in page.';
  return new RequestError(422, 'single-sign-on', `Signing in with ${name} did not work`, words);
}

function unknown(name: string): RequestError {
  const words = `${name} knows you, but no account here has your e-mail address. Ask an administrator of your organisation to add you.`;
  return new RequestError(422, 'single-sign-on', 'You have no account here', words);
}
