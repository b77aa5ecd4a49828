import { Type } from 'typebox';
import type { Context } from '../../../context.ts';
import type { App } from '../../../platform/http/app.ts';
import { notFound } from '../../../platform/http/errors.ts';
import { viewerFor } from '../authentication.ts';
import { masked } from '../model.ts';
import { AccountPhonePage } from '../pages/account-phone.tsx';
import { AccountRemovePage } from '../pages/account-remove.tsx';
import { accountOf, ownerOf } from './account.ts';
import { by, code, sealed } from './fields.ts';
import { numberOf, readNumber, removeNumber, sendToNew, takeNumber } from './new-number.ts';

const RECENT = { access: 'signed-in', recent: true } as const;
const NewNumber = Type.Object({ phone: Type.String({ maxLength: 60 }), by });
const Code = Type.Object({ sealed, code });

/** The telephone number for codes: changed only by who holds the new telephone. */
export function phoneRoutes(app: App, context: Context): void {
  const sentOf = (sealed: string, phone: string) => ({
    sealed,
    phone,
    number: masked(phone),
    messagesStayHere: context.config.demo && context.phone.textsStayHere,
  });

  app.get('/account/phone', { config: RECENT }, async (_request, reply) =>
    reply.page(AccountPhonePage({ frame: reply.frame() })),
  );

  app.post('/account/phone', { config: RECENT, schema: { body: NewNumber } }, async (request, reply) => {
    const typed = request.body.phone;
    const phone = readNumber(typed);
    const frame = reply.frame();
    if (phone === undefined) return reply.status(422).page(AccountPhonePage({ frame, typed, wrongNumber: true }));
    const sealed = await sendToNew(context, ownerOf(context, request), phone, request.body.by);
    return reply.page(AccountPhonePage({ frame, sent: sentOf(sealed, phone) }));
  });

  app.post('/account/phone/code', { config: RECENT, schema: { body: Code } }, async (request, reply) => {
    const owner = ownerOf(context, request);
    if (await takeNumber(context, owner, request.body)) return reply.redirect('/account?done=phone-changed', 303);
    const phone = numberOf(context, owner.personId, request.body.sealed)?.phone;
    if (phone === undefined) return reply.redirect('/account/phone', 303);
    const error = 'Enter the newest code we sent; it has 6 digits. After 5 wrong tries, begin again';
    const sent = sentOf(request.body.sealed, phone);
    return reply.status(422).page(AccountPhonePage({ frame: reply.frame(), sent, error }));
  });

  app.get('/account/phone/remove', { config: RECENT }, async (request, reply) => {
    const { phone } = await accountOf(context, viewerFor(request).personId);
    if (phone === undefined) throw notFound();
    return reply.page(
      AccountRemovePage({
        frame: reply.frame(),
        what: `the phone number ${masked(phone)}`,
        then: 'No codes are sent to it any more.',
        action: '/account/phone/remove',
      }),
    );
  });

  app.post('/account/phone/remove', { config: RECENT }, async (request, reply) => {
    if (!(await removeNumber(context, ownerOf(context, request)))) throw notFound();
    return reply.redirect('/account?done=phone-removed', 303);
  });
}
