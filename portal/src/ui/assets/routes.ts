import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import { CHECK_WORKER_POLICY } from '../../platform/http/headers.ts';
import type { Assets } from './build.ts';

const CHECK_WORKER = 'check.worker.js';

/** Styles and scripts; their names change with their content, so browsers may keep them for good. */
export function assetRoutes(app: App, assets: Assets): void {
  app.get('/assets/:name', { config: { access: 'anyone' } }, async (request, reply) => {
    const url = `/assets/${(request.params as { name: string }).name}`;
    const asset = assets.get(url);
    if (!asset) throw notFound();
    if (url === assets.url(CHECK_WORKER)) reply.header('content-security-policy', CHECK_WORKER_POLICY);
    return reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable').send(asset.body);
  });
}
