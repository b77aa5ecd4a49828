import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { halfFor } from '../authentication.ts';
import { masked, safeNext, startPage, withNext } from '../model.ts';
import { SetUpAppPage, SetUpPage, SetUpPhonePage } from '../pages/set-up.tsx';
import { beginFull, type Proof } from '../sign-in/begin.ts';
import { waysOf } from '../sign-in/ways.ts';
import { halfOwnerOf, nameGiven } from './account.ts';
import { addApp, newSecret, sameSecret } from './apps.ts';
import { countFactors } from './change.ts';
import * as field from './fields.ts';
import { numberOf, readNumber, sendToNew, takeNumber } from './new-number.ts';
import { recoveryCodesLeft } from './recovery-codes.ts';
import { takeTry, waitInWords } from './tries.ts';

const FIRST_STEP = { access: 'first-step' } as const;
const { next, trust } = field;
const Where = Type.Object({ next });
const NewApp = Type.Object({ next, trust, name: field.name, sealed: field.sealed, code: field.code });
const NewNumber = Type.Object({ next, phone: Type.String({ maxLength: 60 }), by: field.by });
const NumberCode = Type.Object({ next, trust, sealed: field.sealed, code: field.code });

/** The first second step of somebody who has none yet: an authenticator app or a telephone number. */
export function setUpRoutes(app: App, context: Context): void {
  const none = async (db: Context['db'], personId: number) => (await countFactors(db, personId)) === 0;

  app.get('/sign-in/set-up', { config: FIRST_STEP, schema: { querystring: Where } }, async (request, reply) => {
    const next = safeNext(request.query.next);
    if (request.viewer) return reply.redirect(next ?? startPage(request.viewer));
    if (await hasWays(context, request)) return reply.redirect('/sign-in/step');
    return reply.page(SetUpPage({ frame: reply.frame(), next }));
  });

  app.get('/sign-in/set-up/app', { config: FIRST_STEP, schema: { querystring: Where } }, async (request, reply) => {
    if (request.viewer) return reply.redirect('/account');
    await refuseWhoHasWays(context, request);
    const secret = newSecret(context, halfFor(request));
    return reply.page(SetUpAppPage({ frame: reply.frame(), next: safeNext(request.query.next), secret }));
  });

  app.post('/sign-in/set-up/app', { config: FIRST_STEP, schema: { body: NewApp } }, async (request, reply) => {
    const { name, sealed, code, trust } = request.body;
    const next = safeNext(request.body.next);
    await refuseWhoHasWays(context, request);
    const owner = halfOwnerOf(context, request);
    const turn = await takeTry(context, request, owner.personId, 'app');
    const given = { name: nameGiven(name, 'Authenticator app'), sealed, code };
    const kept = turn.wait === undefined && (await addApp(context, owner, given, (trx) => none(trx, owner.personId)));
    if (turn.wait === undefined && kept) {
      await turn.right();
      return await enter(context, request, reply, { how: 'app', next, trusted: trust === 'yes' });
    }
    const known = sameSecret(context, owner, sealed);
    const error =
      turn.wait !== undefined
        ? waitInWords(turn.wait)
        : known
          ? 'Enter the 6 digits that the app shows now'
          : 'Add the account to your app again: this page was too old';
    const secret = known ?? newSecret(context, owner);
    return reply
      .status(turn.wait === undefined ? 422 : 429)
      .page(SetUpAppPage({ frame: reply.frame(), next, secret, name, error }));
  });

  app.get('/sign-in/set-up/phone', { config: FIRST_STEP, schema: { querystring: Where } }, async (request, reply) => {
    if (request.viewer) return reply.redirect('/account');
    await refuseWhoHasWays(context, request);
    return reply.page(SetUpPhonePage({ frame: reply.frame(), next: safeNext(request.query.next) }));
  });

  app.post('/sign-in/set-up/phone', { config: FIRST_STEP, schema: { body: NewNumber } }, async (request, reply) => {
    const { by } = request.body;
    const next = safeNext(request.body.next);
    await refuseWhoHasWays(context, request);
    const phone = readNumber(request.body.phone);
    const frame = reply.frame();
    if (phone === undefined)
      return reply.status(422).page(SetUpPhonePage({ frame, next, typed: request.body.phone, wrongNumber: true }));
    const sealed = await sendToNew(context, halfOwnerOf(context, request), phone, by);
    return reply.page(SetUpPhonePage({ frame, next, sent: sentOf(context, sealed, phone) }));
  });

  app.post(
    '/sign-in/set-up/phone/code',
    { config: FIRST_STEP, schema: { body: NumberCode } },
    async (request, reply) => {
      const { sealed, code, trust } = request.body;
      const next = safeNext(request.body.next);
      await refuseWhoHasWays(context, request);
      const owner = halfOwnerOf(context, request);
      if (await takeNumber(context, owner, { sealed, code }, (trx) => none(trx, owner.personId)))
        return await enter(context, request, reply, { how: 'text', next, trusted: trust === 'yes' });
      const phone = numberOf(context, owner.personId, sealed)?.phone;
      if (phone === undefined) return reply.redirect('/sign-in/set-up/phone', 303);
      const error = 'Enter the newest code we sent; it has 6 digits. After 5 wrong tries, begin again';
      const sent = sentOf(context, sealed, phone);
      return reply.status(422).page(SetUpPhonePage({ frame: reply.frame(), next, sent, error }));
    },
  );
}

function sentOf({ config, phone: carrier }: Context, sealed: string, phone: string) {
  return { sealed, number: masked(phone), phone, messagesStayHere: config.demo && carrier.textsStayHere };
}

async function hasWays(context: Context, request: FastifyRequest): Promise<boolean> {
  return (await waysOf(context.db, halfFor(request))).length > 0;
}

/** A password alone never adds to what somebody has set up. */
async function refuseWhoHasWays(context: Context, request: FastifyRequest): Promise<void> {
  if (await hasWays(context, request))
    throw conflict(
      'You have a second step already',
      'Sign in with it; then you can add others on your account. Nothing was changed.',
    );
}

interface Entered {
  readonly how: Proof;
  readonly next: string | undefined;
  readonly trusted: boolean;
}

/** In; recovery codes come first for who has none. */
async function enter(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { how, next, trusted }: Entered,
): Promise<FastifyReply> {
  const account = halfFor(request);
  const left = await recoveryCodesLeft(context.db, account.personId);
  const codes = withNext('/account/recovery-codes', next ?? '/');
  const place = left > 0 ? next : codes;
  return await beginFull(context, request, reply, { account, how: [account.first, how], next: place, trusted });
}
