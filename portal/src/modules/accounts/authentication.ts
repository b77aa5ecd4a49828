import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Access, App } from '../../platform/http/app.ts';
import type { Asker } from '../../platform/http/asker.ts';
import { confirmationNeeded, forbidden, onlyLooking, signInNeeded } from '../../platform/http/errors.ts';
import type { Assets } from '../../ui/assets/build.ts';
import type { Frame } from '../../ui/layout.tsx';
import { frameFor } from './frame.ts';
import { ABSOLUTE_MS, HALF_MS, type HalfSignedIn, may, RECENT_MS, type Viewer } from './model.ts';
import { halfSignedInOf, viewerOf } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a session runs. */
    viewer: Viewer | undefined;
    /** Set where a session waits for its second step. */
    half: HalfSignedIn | undefined;
  }
  interface FastifyReply {
    frame(): Frame;
  }
}

const SAFE = new Set(['GET', 'HEAD']);

export function sessionCookie({ config }: Pick<Context, 'config'>): string {
  return config.secureCookies ? '__Host-garner_session' : 'garner_session';
}

/** Gives the browser the token of its session. */
export function setSessionCookie(context: Context, reply: FastifyReply, token: string, stage: 'half' | 'full'): void {
  reply.setCookie(sessionCookie(context), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: context.config.secureCookies,
    maxAge: (stage === 'full' ? ABSOLUTE_MS : HALF_MS) / 1000,
  });
}

export function clearSessionCookie(context: Context, reply: FastifyReply): void {
  const { secureCookies: secure } = context.config;
  reply.clearCookie(sessionCookie(context), { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

/** Lets a request through, or throws. Sets `request.viewer` wherever a session runs, also on open pages. */
export function authoriser(context: Context) {
  return async (request: FastifyRequest, access: Access): Promise<void> => {
    const token = request.cookies[sessionCookie(context)];
    request.viewer = token ? await viewerOf(context, token) : undefined;
    if (token && !request.viewer) request.half = await halfSignedInOf(context.db, context.clock, token);
    const { viewer } = request;
    const { recent, whileSeeing } = request.routeOptions.config;
    if (viewer?.looking && !whileSeeing && !SAFE.has(request.method)) {
      noteRefusal(context, request, viewer, 'only-looking');
      throw onlyLooking(viewer.organisationName);
    }
    if (access === 'anyone') return;
    if (access === 'first-step') {
      if (!request.half && !viewer) throw signInNeeded();
      return;
    }
    if (!viewer) throw signInNeeded();
    if (access !== 'signed-in' && !may(viewer, access.permission)) {
      noteRefusal(context, request, viewer, 'forbidden');
      throw forbidden(access.permission);
    }
    const age = context.clock.now().getTime() - viewer.confirmedAt.getTime();
    if (recent && age > RECENT_MS) throw confirmationNeeded();
  };
}

/** In the log, by number only: who tried what they may not. */
function noteRefusal(
  { log }: Context,
  request: FastifyRequest,
  { personId, organisationId }: Viewer,
  why: string,
): void {
  const { method } = request;
  log.warn({ personId, organisationId, method, route: request.routeOptions.url, why }, 'a request was refused');
}

/** The viewer of a route that is not open to anyone. */
export function viewerFor(request: FastifyRequest): Viewer {
  if (!request.viewer) throw signInNeeded();
  return request.viewer;
}

/** Who has taken the first step and has the second before them. */
export function halfFor(request: FastifyRequest): HalfSignedIn {
  if (!request.half) throw signInNeeded();
  return request.half;
}

/** Who asks, for modules below this one and for audit events. */
export function askerOf(request: FastifyRequest): Asker {
  const { personId, name, organisationId, permissions, looking } = viewerFor(request);
  return { personId, name, organisationId, onBehalfOf: looking?.organisationId, permissions, address: request.ip };
}

/** Whose events somebody reads: their organisation's; an auditor of a regulator or department looks at the whole chain. */
export function auditReaderOf(request: FastifyRequest): Asker & { readonly mayReadAll: boolean } {
  const { organisationKind, looking } = viewerFor(request);
  const collects = organisationKind === 'regulator' || organisationKind === 'department';
  return { ...askerOf(request), mayReadAll: collects && looking === undefined };
}

/** Gives requests their viewer and replies their frame. */
export function decorate(app: App, assets: Assets, demo: boolean): void {
  app.decorateRequest('viewer', undefined);
  app.decorateRequest('half', undefined);
  app.decorateReply('frame', function frame(this: FastifyReply) {
    return frameFor(this.request, this, assets, demo);
  });
}
