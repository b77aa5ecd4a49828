import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { record } from '../../audit/index.ts';
import { clearSessionCookie, halfFor, sessionCookie } from '../authentication.ts';
import { masked, safeNext, startPage, withNext } from '../model.ts';
import { StepPage } from '../pages/step.tsx';
import { endSession } from '../sessions.ts';
import { beginFull } from './begin.ts';
import { codeOnItsWay, sendOrSay, takeCode, wrongCodeInWords } from './phone-codes.ts';
import { WAYS, type Way, waysOf } from './ways.ts';

const next = Type.Optional(Type.String({ maxLength: 500 }));
const WayName = Type.Union(WAYS.map((way) => Type.Literal(way)));
const Asked = Type.Object({ next, way: Type.Optional(WayName) });
const Send = Type.Object({ next, by: Type.Union([Type.Literal('text'), Type.Literal('call')]) });
const Code = Type.Object({
  next,
  code: Type.String({ maxLength: 40 }),
  trust: Type.Optional(Type.Literal('yes')),
});

const FIRST_STEP = { access: 'first-step' } as const;

/** The second step: which ways there are, and a code by telephone. */
export function stepRoutes(app: App, context: Context): void {
  app.get('/sign-in/step', { config: FIRST_STEP, schema: { querystring: Asked } }, async (request, reply) => {
    const { next } = request.query;
    if (request.viewer) return reply.redirect(safeNext(next) ?? startPage(request.viewer));
    const ways = await waysOf(context.db, halfFor(request));
    if (ways.length === 0) {
      const wanted = safeNext(next);
      return reply.redirect(withNext('/sign-in/set-up', wanted));
    }
    const { way = ways[0]! } = request.query;
    return await stepPage(context, request, reply, { way: ways.includes(way) ? way : ways[0]!, next, ways });
  });

  app.post('/sign-in/step/send', { config: FIRST_STEP, schema: { body: Send } }, async (request, reply) => {
    const next = safeNext(request.body.next);
    const error = await sendOrSay(context, halfFor(request), request.body.by);
    if (error !== undefined) return await stepPage(context, request, reply, { way: 'phone', next, error, status: 429 });
    return reply.redirect(stepAddress('phone', next), 303);
  });

  app.post('/sign-in/step/phone', { config: FIRST_STEP, schema: { body: Code } }, async (request, reply) => {
    const half = halfFor(request);
    const { code, trust } = request.body;
    const next = safeNext(request.body.next);
    const way = await takeCode(context, half.personId, code);
    if (way !== undefined) {
      const how = [half.first, way];
      return await beginFull(context, request, reply, { account: half, how, next, trusted: trust === 'yes' });
    }
    await noteWrongCode(context, request, half.personId);
    const error = await wrongCodeInWords(context, half.personId);
    return await stepPage(context, request, reply, { way: 'phone', next, error });
  });

  app.post('/sign-in/step/cancel', { config: { access: 'anyone', whileSeeing: true } }, async (request, reply) => {
    const token = request.cookies[sessionCookie(context)];
    if (token && request.half) await endSession(context.db, token);
    if (!request.viewer) clearSessionCookie(context, reply);
    return reply.redirect('/sign-in', 303);
  });
}

interface Shown {
  readonly way: Way;
  readonly next: string | undefined;
  /** Where they have been asked for already. */
  readonly ways?: readonly Way[];
  readonly error?: string;
  readonly status?: 422 | 429;
}

/** The page of the second step with one way open. A fault makes it a 422. */
export async function stepPage(context: Context, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const half = halfFor(request);
  const onItsWay = shown.way === 'phone' ? await codeOnItsWay(context, half.personId) : undefined;
  return reply.status(shown.status ?? (shown.error === undefined ? 200 : 422)).page(
    StepPage({
      ...shown,
      frame: reply.frame(),
      next: safeNext(shown.next),
      ways: shown.ways ?? (await waysOf(context.db, half)),
      number: half.phone === undefined ? undefined : masked(half.phone),
      onItsWay,
      messagesStayHere: context.config.demo && context.phone.textsStayHere,
    }),
  );
}

/** A wrong code is an event of its own: many of them tell of somebody who has the password. */
export async function noteWrongCode({ db, clock }: Context, request: FastifyRequest, personId: number): Promise<void> {
  await record(db, clock, {
    personId,
    address: request.ip,
    action: 'sign-in.code-refused',
    subject: `person ${personId}`,
  });
}

export function stepAddress(way: Way, next: string | undefined): string {
  return withNext(`/sign-in/step?way=${way}`, next);
}
