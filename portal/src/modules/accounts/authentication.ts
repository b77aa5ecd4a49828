import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Access, App } from '../../platform/http/app.ts';
import { forbidden, signInNeeded } from '../../platform/http/errors.ts';
import type { Assets } from '../../ui/assets/build.ts';
import type { Frame } from '../../ui/layout.tsx';
import { frameFor } from './frame.ts';
import { may, type Viewer } from './model.ts';
import { viewerOf } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a session runs. */
    viewer: Viewer | undefined;
  }
  interface FastifyReply {
    frame(): Frame;
  }
}

export function sessionCookie(context: Context): string {
  return context.config.secureCookies ? '__Host-garner_session' : 'garner_session';
}

/** Lets a request through, or throws. Sets `request.viewer` wherever a session runs, also on open pages. */
export function authoriser(context: Context) {
  return async (request: FastifyRequest, access: Access): Promise<void> => {
    const token = request.cookies[sessionCookie(context)];
    request.viewer = token ? await viewerOf(context.db, context.clock, token) : undefined;
    if (access === 'anyone') return;
    if (!request.viewer) throw signInNeeded();
    if (access !== 'signed-in' && !may(request.viewer, access.permission)) throw forbidden(access.permission);
  };
}

/** The viewer of a route that is not open to anyone. */
export function viewerFor(request: FastifyRequest): Viewer {
  if (!request.viewer) throw signInNeeded();
  return request.viewer;
}

/** Gives requests their viewer and replies their frame. */
export function decorate(app: App, assets: Assets, demo: boolean): void {
  app.decorateRequest('viewer', undefined);
  app.decorateReply('frame', function frame(this: FastifyReply) {
    return frameFor(this.request, this, assets, demo);
  });
}
