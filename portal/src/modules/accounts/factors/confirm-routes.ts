import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { RequestError } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { safeNext, withNext } from '../model.ts';
import { checkPassword } from '../people.ts';
import { sendOrSay, takeCode, wrongCodeInWords } from '../sign-in/phone-codes.ts';
import { countFailure, forgetFailures, takeTurn } from '../throttle.ts';
import { accountOf } from './account.ts';
import { takeAppCode } from './apps.ts';
import { confirmed, confirmPage, noteRefused, tryOf } from './confirm.ts';
import { by, code, next, response } from './fields.ts';
import { noteCopy, PASSKEY_REFUSED, WRONG_APP_CODE } from './step-routes.ts';
import { takeTry, waitInWords } from './tries.ts';
import { answered, authenticationOptions } from './web-authn.ts';

/** It changes nothing of an organisation, so it may be done while looking at another's pages. */
const SIGNED_IN = { access: 'signed-in', whileSeeing: true } as const;
const WAYS = ['password', 'passkey', 'app', 'phone'] as const;
const Asked = Type.Object({ next, way: Type.Optional(Type.Union(WAYS.map((way) => Type.Literal(way)))) });
const Password = Type.Object({ next, password: Type.String({ maxLength: 1000 }) });
const Code = Type.Object({ next, code });
const Send = Type.Object({ next, by });
const Answer = Type.Object({ next, response });

/** Before dangerous acts: who somebody is, proved anew by whichever way they have. */
export function confirmRoutes(app: App, context: Context): void {
  const { db, clock } = context;

  app.get('/confirm', { config: SIGNED_IN, schema: { querystring: Asked } }, async (request, reply) => {
    const { way, next } = request.query;
    return await confirmPage(context, request, reply, { way, next });
  });

  app.post('/confirm/password', { config: SIGNED_IN, schema: { body: Password } }, async (request, reply) => {
    const { next, password } = request.body;
    const { email, personId } = viewerFor(request);
    const one = await tryOf(context, request);
    try {
      await takeTurn(db, clock, one);
    } catch (refusal) {
      if (!(refusal instanceof RequestError)) throw refusal;
      const error = `${refusal.title}. ${refusal.message}`;
      return await confirmPage(context, request, reply, { way: 'password', next, error, status: 429 });
    }
    const account = await checkPassword(db, email, password);
    if (account?.personId === personId) {
      await forgetFailures(db, one);
      return await confirmed(context, request, reply, 'password', next);
    }
    await countFailure(db, clock, one);
    await noteRefused(context, request);
    return await confirmPage(context, request, reply, { way: 'password', next, error: 'Enter your password' });
  });

  app.post('/confirm/app', { config: SIGNED_IN, schema: { body: Code } }, async (request, reply) => {
    const { next } = request.body;
    const viewer = viewerFor(request);
    const way = 'app';
    const turn = await takeTry(context, request, viewer.personId, way);
    if (turn.wait !== undefined)
      return await confirmPage(context, request, reply, { way, next, error: waitInWords(turn.wait), status: 429 });
    if (await takeAppCode(context, viewer, request.body.code)) {
      await turn.right();
      return await confirmed(context, request, reply, 'app', next);
    }
    await noteRefused(context, request);
    return await confirmPage(context, request, reply, { way, next, error: WRONG_APP_CODE });
  });

  app.post('/confirm/phone/send', { config: SIGNED_IN, schema: { body: Send } }, async (request, reply) => {
    const viewer = viewerFor(request);
    const { phone } = await accountOf(context, viewer.personId);
    const next = safeNext(request.body.next);
    const error = await sendOrSay(context, { ...viewer, phone }, request.body.by);
    if (error !== undefined)
      return await confirmPage(context, request, reply, { way: 'phone', next, error, status: 429 });
    return reply.redirect(withNext('/confirm?way=phone', next), 303);
  });

  app.post('/confirm/phone', { config: SIGNED_IN, schema: { body: Code } }, async (request, reply) => {
    const { next } = request.body;
    const { personId } = viewerFor(request);
    const way = await takeCode(context, personId, request.body.code);
    if (way !== undefined) return await confirmed(context, request, reply, way, next);
    await noteRefused(context, request);
    const error = await wrongCodeInWords(context, personId);
    return await confirmPage(context, request, reply, { way: 'phone', next, error });
  });

  app.post('/confirm/passkey/options', { config: SIGNED_IN }, async (request) => {
    const { personId, sessionId } = viewerFor(request);
    return await authenticationOptions(context, { act: 'confirm', sessionId, personId });
  });

  app.post('/confirm/passkey', { config: SIGNED_IN, schema: { body: Answer } }, async (request, reply) => {
    const { next } = request.body;
    const { personId, sessionId } = viewerFor(request);
    const given = await answered(context, { act: 'confirm', sessionId, personId }, request.body.response);
    if (given.personId !== undefined) return await confirmed(context, request, reply, 'passkey', next);
    await noteRefused(context, request);
    await noteCopy(context, request, given);
    return await confirmPage(context, request, reply, { way: 'passkey', next, error: PASSKEY_REFUSED });
  });
}
