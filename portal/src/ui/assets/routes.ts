import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import type { Assets } from './build.ts';

/** Styles and scripts; their names change with their content, so browsers may keep them for good. */
export function assetRoutes(app: App, assets: Assets): void {
  app.get('/assets/:name', { config: { access: 'anyone' } }, async (request, reply) => {
    const asset = assets.get(`/assets/${(request.params as { name: string }).name}`);
    if (!asset) throw notFound();
    return reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable').send(asset.body);
  });
}
