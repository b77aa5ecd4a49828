import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { VNode } from 'preact';
import type { Log } from '../log.ts';
import { badRequest, RequestError, stalePage } from './errors.ts';
import { securityHeaders } from './headers.ts';

/**
 * Who may use a route; a route that does not say is refused at start. 'first-step': who gave a right password and has
 * the second step before them. Of several permissions, one is enough.
 */
export type Access = 'anyone' | 'first-step' | 'signed-in' | { readonly permission: string | readonly string[] };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** `body` (the default for unsafe methods) looks in the form or the header; `self` leaves it to the handler. */
    csrf?: 'body' | 'self';
    /** A dangerous act: only for who proved shortly before who they are. */
    recent?: true;
    /** An act that is allowed while looking at what another organisation sees. */
    whileSeeing?: true;
  }
  interface FastifyInstance {
    /** Every route with who may use it, in the order they were added. */
    readonly routeList: readonly RouteFacts[];
  }
  interface FastifyReply {
    /** Sends a page. */
    page(node: VNode): FastifyReply;
  }
}

export interface RouteFacts {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly recent: boolean;
  readonly whileSeeing: boolean;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Log,
  TypeBoxTypeProvider
>;

export interface AppOptions {
  readonly log: Log;
  readonly secure: boolean;
  readonly trustedProxies: number;
  /** Whether the person asking may use the route; throws a RequestError when not. */
  readonly authorise: (request: FastifyRequest, access: Access) => Promise<void>;
  /** A page as HTML. */
  readonly renderPage: (page: VNode) => string;
  /** The page that shows a fault. */
  readonly problemPage: (request: FastifyRequest, reply: FastifyReply, problem: RequestError) => VNode;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const FORM_LIMIT = 256 * 1024;
const CHECK_ADDRESS = 'Go back and try again. If you typed the address, check it.';

/** The web server without routes: limits, headers, access, CSRF and faults are the same for every route. */
export async function createApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: FORM_LIMIT,
    trustProxy: (_address, hop) => hop < options.trustedProxies,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: true },
    requestTimeout: 0,
    return503OnClosing: true,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => refuseAddress(options, reply, error.statusCode ?? 400),
  }).withTypeProvider<TypeBoxTypeProvider>();

  await app.register(cookie);
  await app.register(csrf, {
    cookieKey: options.secure ? '__Host-garner_csrf' : 'garner_csrf',
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secure },
    getToken: sentToken,
  });
  await app.register(formbody, { bodyLimit: FORM_LIMIT });
  await app.register(multipart, { limits: { fields: 5, fieldSize: 2048, files: 1, parts: 6, headerPairs: 50 } });
  await app.register(rateLimit, { global: false });

  app.decorateReply('page', function page(this: FastifyReply, node: VNode) {
    return this.type('text/html; charset=utf-8').send(options.renderPage(node));
  });
  const routes: RouteFacts[] = [];
  app.decorate('routeList', routes);
  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access;
    if (access === undefined) throw new Error(`${method} ${url} does not say who may use it`);
    const { recent = false, whileSeeing = false } = config ?? {};
    for (const one of [method].flat()) routes.push({ method: one, url, access, recent, whileSeeing });
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(options.secure));
    refuseCrossSite(request);
  });
  app.addHook('preHandler', async (request) => refuseEndless(request));
  // Before the fields are looked at, so that another site's form learns nothing of them.
  app.addHook('preValidation', async (request, reply) => {
    if (SAFE.has(request.method) || request.is404 || request.routeOptions.config.csrf === 'self') return;
    await checkCsrf(app, request, reply);
  });
  app.addHook('onRequest', async (request) => {
    if (!request.is404) await options.authorise(request, request.routeOptions.config.access!);
  });
  app.setErrorHandler((error, request, reply) => fail(options, request, reply, error as Error));
  app.setNotFoundHandler((request, reply) => fail(options, request, reply, notFoundHere(request)));
  return app;
}

/** Throws unless the request carries the token of its own browser. */
export async function checkCsrf(app: App, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // The plugin would answer by itself and never call back: its answer is caught, so that it is told as every fault is.
    const caught: FastifyReply = Object.create(reply, { send: { value: () => reject(stalePage()) } });
    app.csrfProtection.call(app, request, caught, () => resolve());
  });
}

function sentToken(request: FastifyRequest): string | undefined {
  const header = request.headers['x-csrf-token'];
  if (typeof header === 'string') return header;
  const field = (request.body as { _csrf?: unknown } | null)?._csrf;
  return typeof field === 'string' ? field : undefined;
}

/** Browsers say where a request comes from; another site's forms and scripts are refused outright. */
function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw stalePage();
}

/** The validator makes Infinity of "1e400" in an address and then asks no more of it. */
function refuseEndless({ params, query, body }: FastifyRequest): void {
  const fields = typeof body === 'object' && body !== null ? body : {};
  for (const value of Object.values({ ...(params as object), ...(query as object), ...fields }))
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) throw badRequest(CHECK_ADDRESS);
}

function notFoundHere(request: FastifyRequest): RequestError {
  return new RequestError(404, 'not-found', 'Page not found', `There is nothing at this address (${request.method}).`);
}

/** An address that the router cannot read: no hook has run, so there are no cookies and no frame, only a sentence. */
function refuseAddress({ secure }: AppOptions, reply: FastifyReply, status: number): void {
  reply
    .status(status)
    .headers(securityHeaders(secure))
    .type('text/plain; charset=utf-8')
    .send('There is nothing at this address. Check it, then try again.\n');
}

/** The one place where a fault becomes a page or a problem document. Details of our own faults stay in the log. */
function fail(
  options: AppOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  error: Error,
): FastifyReply | undefined {
  if (reply.sent || reply.raw.headersSent) return undefined;
  const problem = asRequestError(error);
  if (problem.status >= 500)
    options.log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed');
  // What is refused to somebody is told where that is known (authentication.ts).
  if (problem.status === 429 || problem.kind === 'stale-page') {
    const { method } = request;
    options.log.warn({ method, route: request.routeOptions.url, why: problem.kind }, 'a request was refused');
  }
  reply.status(problem.status).header('cache-control', 'no-store');
  if (wantsPage(request)) return reply.page(options.problemPage(request, reply, problem));
  return reply.type('application/problem+json').send(
    JSON.stringify({
      type: `/problems/${problem.kind}`,
      title: problem.title,
      status: problem.status,
      detail: problem.message,
    }),
  );
}

function asRequestError(error: Error & { statusCode?: number; code?: string }): RequestError {
  if (error instanceof RequestError) return error;
  const status = error.statusCode ?? 500;
  if (status === 413) {
    return new RequestError(
      413,
      'too-large',
      'That is too large',
      'What you sent is larger than this page takes. Nothing was kept.',
    );
  }
  if (status === 429) {
    return new RequestError(429, 'too-many', 'Too many tries', 'Wait a minute, then try again.');
  }
  if (status >= 400 && status < 500) {
    return new RequestError(status, 'bad-request', 'There is a problem with this request', CHECK_ADDRESS);
  }
  return new RequestError(
    500,
    'fault',
    'Sorry, there is a problem with the service',
    'Try again in a few minutes. What you had already sent is kept.',
  );
}

function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}
