import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { viewerFor } from '../authentication.ts';
import { ConfirmActPage } from '../pages/users-confirm.tsx';
import { OrganisationSettingsPage, TwoPersonWords } from '../pages/users-settings.tsx';
import { asAdministrator, RECENT_RULE, RULE, Told } from './route-parts.ts';
import { needsTwo, switchTwoPerson } from './two-person.ts';

const HERE = '/organisation/settings';
const Switch = Type.Object({ twoPerson: Type.Union([Type.Literal('on'), Type.Literal('off')]) });

/** Settings of an organisation about its people. */
export function settingsRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(HERE, { config: RULE, schema: { querystring: Told } }, async (request, reply) => {
    const { organisationId, organisationName } = viewerFor(request);
    return reply.page(
      OrganisationSettingsPage({
        frame: reply.frame(),
        organisation: organisationName,
        twoPerson: await needsTwo(db, organisationId),
        done: request.query.done,
      }),
    );
  });

  app.get(`${HERE}/two-person`, { config: RECENT_RULE }, async (request, reply) => {
    const on = await needsTwo(db, viewerFor(request).organisationId);
    return reply.page(
      ConfirmActPage({
        frame: reply.frame(),
        title: on ? 'Switch off the rule of two people?' : 'Ask for two people for dangerous acts?',
        button: on ? 'Switch it off' : 'Switch it on',
        action: `${HERE}/two-person`,
        back: { text: 'Settings', href: HERE },
        hidden: [['twoPerson', on ? 'off' : 'on']],
        twoPerson: on,
        children: TwoPersonWords(),
      }),
    );
  });

  app.post(`${HERE}/two-person`, { config: RECENT_RULE, schema: { body: Switch } }, async (request, reply) => {
    const on = request.body.twoPerson === 'on';
    const outcome = await asAdministrator(context, request, ({ trx, actor }) =>
      switchTwoPerson(trx, context, actor, on),
    );
    const done = outcome === 'waits' ? 'two-waits' : on ? 'two-on' : 'two-off';
    return reply.redirect(`${HERE}?done=${done}`, 303);
  });
}
