import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { record } from '../../audit/index.ts';
import { halfFor } from '../authentication.ts';
import { beginFull } from '../sign-in/begin.ts';
import { noteWrongCode, stepPage } from '../sign-in/step-routes.ts';
import { takeAppCode } from './apps.ts';
import { code, next, response, trust } from './fields.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { takeTry, waitInWords } from './tries.ts';
import { type Answered, answered, authenticationOptions } from './web-authn.ts';

const FIRST_STEP = { access: 'first-step' } as const;
const Code = Type.Object({ next, code, trust });
const Answer = Type.Object({ next, response, trust });

/** What is said of a passkey's answer that was not taken. */
export const PASSKEY_REFUSED = 'The passkey was not accepted. Try again; you have 5 minutes each time';
export const WRONG_APP_CODE =
  'Enter the 6 digits that the app shows now. Each code works once; after you have used it, wait for the next';

/** The second step by authenticator app, recovery code or passkey. */
export function otherStepRoutes(app: App, context: Context): void {
  app.post('/sign-in/step/app', { config: FIRST_STEP, schema: { body: Code } }, async (request, reply) => {
    const half = halfFor(request);
    const { next } = request.body;
    const turn = await takeTry(context, request, half.personId, 'app');
    if (turn.wait !== undefined)
      return await stepPage(context, request, reply, { way: 'app', next, error: waitInWords(turn.wait), status: 429 });
    if (!(await takeAppCode(context, half, request.body.code))) {
      await noteWrongCode(context, request, half.personId);
      return await stepPage(context, request, reply, { way: 'app', next, error: WRONG_APP_CODE });
    }
    await turn.right();
    const trusted = request.body.trust === 'yes';
    return await beginFull(context, request, reply, { account: half, how: [half.first, 'app'], next, trusted });
  });

  app.post('/sign-in/step/recovery', { config: FIRST_STEP, schema: { body: Code } }, async (request, reply) => {
    const half = halfFor(request);
    const { next } = request.body;
    const way = 'recovery';
    const turn = await takeTry(context, request, half.personId, way);
    if (turn.wait !== undefined)
      return await stepPage(context, request, reply, { way, next, error: waitInWords(turn.wait), status: 429 });
    if (!(await takeRecoveryCode(context, half, request.body.code))) {
      await noteWrongCode(context, request, half.personId);
      const error = 'Enter one of your recovery codes that you have not used yet';
      return await stepPage(context, request, reply, { way, next, error });
    }
    await turn.right();
    const trusted = request.body.trust === 'yes';
    const how = [half.first, 'recovery code'] as const;
    return await beginFull(context, request, reply, { account: half, how, next, trusted });
  });

  app.post('/sign-in/step/passkey/options', { config: FIRST_STEP }, async (request) => {
    const { personId, sessionId } = halfFor(request);
    return await authenticationOptions(context, { act: 'step', sessionId, personId });
  });

  app.post('/sign-in/step/passkey', { config: FIRST_STEP, schema: { body: Answer } }, async (request, reply) => {
    const half = halfFor(request);
    const { next } = request.body;
    const given = await answered(context, { ...half, act: 'step' }, request.body.response);
    if (given.personId === undefined) {
      await noteWrongCode(context, request, half.personId);
      await noteCopy(context, request, given);
      return await stepPage(context, request, reply, { way: 'passkey', next, error: PASSKEY_REFUSED });
    }
    const trusted = request.body.trust === 'yes';
    const how = [half.first, 'passkey'] as const;
    return await beginFull(context, request, reply, { account: half, how, next, trusted });
  });
}

/** A counter that went back tells of a copy of the passkey: worth an event of its own. */
export async function noteCopy({ db, clock }: Context, request: FastifyRequest, { copyOf }: Answered): Promise<void> {
  if (copyOf === undefined) return;
  await record(db, clock, {
    personId: copyOf,
    address: request.ip,
    action: 'passkey.counter-went-back',
    subject: `person ${copyOf}`,
  });
}
