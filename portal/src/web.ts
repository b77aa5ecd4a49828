import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Context } from './context.ts';
import { accountRoutes, askerOf, auditReaderOf, authoriser, decorate, mergePeople } from './modules/accounts/index.ts';
import { auditRoutes } from './modules/audit/index.ts';
import { checkRoutes } from './modules/checks/index.ts';
import { templateRoutes } from './modules/collections/index.ts';
import { mediaRoutes } from './modules/media/index.ts';
import { notificationRoutes } from './modules/notifications/index.ts';
import { organisationRoutes } from './modules/organisations/index.ts';
import { returnRoutes } from './modules/returns/index.ts';
import { Uploads, uploadRoutes } from './modules/uploads/index.ts';
import { type App, createApp } from './platform/http/app.ts';
import { buildAssets } from './ui/assets/build.ts';
import { assetRoutes } from './ui/assets/routes.ts';
import { renderPage } from './ui/govuk/index.ts';
import { ProblemPage } from './ui/pages.tsx';

/** The page that a form was on, as the browser says it; the start page where it says nothing or names another site. */
function pageOfForm({ headers, host }: FastifyRequest): string {
  const page = URL.parse(headers.referer ?? '');
  return page?.host === host ? `${page.pathname}${page.search}` : '/';
}

/** The whole web app. */
export async function buildWeb(context: Context): Promise<App> {
  const { config, log } = context;
  const assets = await buildAssets({ clientFolder: join(import.meta.dirname, 'ui/client') });
  const app = await createApp({
    log,
    secure: config.secureCookies,
    trustedProxies: config.trustedProxies,
    authorise: authoriser(context),
    renderPage,
    problemPage: (request, reply, { status, kind, title, message }) => {
      const next = encodeURIComponent(request.method === 'GET' ? request.url : pageOfForm(request));
      const goOn =
        status === 401
          ? { text: 'Sign in', href: `/sign-in?next=${next}` }
          : kind === 'confirmation-needed'
            ? { text: 'Confirm that it is you', href: `/confirm?next=${next}` }
            : undefined;
      return ProblemPage({ frame: reply.frame(), title, message, ...(goOn && { goOn }) });
    },
  });
  decorate(app, assets, config.demo);
  const uploads = new Uploads(context);

  app.get('/health', { config: { access: 'anyone' } }, async () => {
    await context.pool.query('select 1');
    return { status: 'ok' };
  });
  assetRoutes(app, assets);
  await auditRoutes(app, context, { readerOf: auditReaderOf });
  await organisationRoutes(app, context, askerOf, mergePeople);
  await accountRoutes(app, context);
  await notificationRoutes(app, context);
  await templateRoutes(app, context);
  await checkRoutes(app, context);
  await uploadRoutes(app, context, uploads);
  await returnRoutes(app, context, uploads);
  await mediaRoutes(app, context, uploads);
  return app;
}
