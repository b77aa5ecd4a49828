import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { notFound } from '../../platform/http/errors.ts';
import { listTemplates } from '../collections/index.ts';
import { checkOffer } from './offer.ts';
import { CheckPage } from './pages/check.tsx';
import { ChooseTemplatePage } from './pages/choose-template.tsx';

const Which = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9-]{1,80}$' }),
  edition: Type.String({ pattern: '^[0-9A-Za-z.-]{1,20}$' }),
});

/** Checking a file in the browser: open to anyone, as the rules are. No file comes here. */
export function checkRoutes(app: App, { db }: Context): void {
  app.get('/check', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.page(ChooseTemplatePage({ frame: reply.frame(), templates: await listTemplates(db) })),
  );

  app.get(
    '/check/:name/:edition',
    { config: { access: 'anyone' }, schema: { params: Which } },
    async ({ params }, reply) => {
      const offer = await checkOffer(db, params.name, params.edition);
      if (!offer) throw notFound();
      return reply.page(CheckPage({ frame: reply.frame(), offer }));
    },
  );
}
