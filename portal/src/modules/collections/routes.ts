import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { asDownload } from '../../platform/http/download.ts';
import { notFound } from '../../platform/http/errors.ts';
import { EXPORTS } from './exports.ts';
import { readExample } from './files.ts';
import { formatCsv, headerCsv } from './format-csv.ts';
import { listRoutes } from './lists/routes.ts';
import { TemplatePage, TemplatesPage } from './pages/templates.tsx';
import { findTemplate, listTemplates } from './store.ts';

const Which = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9-]{1,80}$' }),
  edition: Type.String({ pattern: '^[0-9A-Za-z.-]{1,20}$' }),
});
const CSV = 'text/csv; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** What files must look like: open to anyone, as published rules are. The lists that organisations keep, for themselves. */
export function templateRoutes(app: App, context: Context): void {
  const { db } = context;
  const open = { config: { access: 'anyone' as const }, schema: { params: Which } };
  const published = async (name: string, edition: string) => {
    const found = await findTemplate(db, name, edition);
    if (!found) throw notFound();
    return found;
  };

  app.get('/templates', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.page(TemplatesPage({ frame: reply.frame(), templates: await listTemplates(db) })),
  );

  app.get('/templates/:name/:edition', open, async ({ params }, reply) => {
    const { template, hash } = await published(params.name, params.edition);
    const hasExample = (await readExample(params.name, params.edition)) !== undefined;
    return reply.page(TemplatePage({ frame: reply.frame(), template, hash, hasExample }));
  });

  app.get('/templates/:name/:edition/header.csv', open, async ({ params }, reply) => {
    const { template } = await published(params.name, params.edition);
    return asDownload(reply, `${template.name}-${template.edition}-header.csv`, CSV).send(headerCsv(template));
  });

  app.get('/templates/:name/:edition/format.csv', open, async ({ params }, reply) => {
    const { template } = await published(params.name, params.edition);
    return asDownload(reply, `${template.name}-${template.edition}-format.csv`, CSV).send(formatCsv(template));
  });

  app.get('/templates/:name/:edition/example.csv', open, async ({ params }, reply) => {
    const { template } = await published(params.name, params.edition);
    const example = await readExample(template.name, template.edition);
    if (!example) throw notFound();
    return asDownload(reply, `${template.name}-${template.edition}-example.csv`, CSV).send(example);
  });

  for (const { ending, of } of EXPORTS) {
    app.get(`/templates/:name/:edition/${ending}`, open, async ({ params }, reply) => {
      const { template } = await published(params.name, params.edition);
      const text = `${JSON.stringify(of(template), null, 2)}\n`;
      return asDownload(reply, `${template.name}-${template.edition}.${ending}`, JSON_TYPE).send(text);
    });
  }

  listRoutes(app, context);
}
