import { northern } from '../roles.ts';
import { form, type Rows } from './row.ts';

const SIGNED_IN = { rule: 'signed-in', ok: 200 } as const;
const CONFIRM = { ...SIGNED_IN, whileSeeing: true } as const;
const RECENT = { ...SIGNED_IN, recent: true } as const;

/** One's own account, and proving anew who one is. */
export const ACCOUNT: Rows = {
  'GET /confirm': { ...CONFIRM, url: '/confirm' },
  // Without a password, so that none is worked out.
  'POST /confirm/password': { ...CONFIRM, ok: 400, url: '/confirm/password' },
  'POST /confirm/app': { ...CONFIRM, ok: 422, url: '/confirm/app', body: form({ code: '000000' }) },
  'POST /confirm/phone/send': { ...CONFIRM, ok: 303, url: '/confirm/phone/send', body: form({ by: 'text' }) },
  'POST /confirm/phone': { ...CONFIRM, ok: 422, url: '/confirm/phone', body: form({ code: 'x' }) },
  'POST /confirm/passkey/options': { ...CONFIRM, url: '/confirm/passkey/options' },
  'POST /confirm/passkey': { ...CONFIRM, ok: 422, url: '/confirm/passkey', body: form({ response: '{}' }) },

  'GET /account': { ...SIGNED_IN, url: '/account' },
  'GET /account/name': { ...RECENT, url: '/account/name' },
  'POST /account/name': { ...RECENT, ok: 422, url: '/account/name', body: form({ name: '' }) },
  'GET /account/sessions': { ...SIGNED_IN, url: '/account/sessions' },
  'POST /account/sessions/end': {
    ...SIGNED_IN,
    ok: 404,
    url: '/account/sessions/end',
    body: form({ session: '987654321' }),
  },
  'POST /account/sessions/end-others': { ...SIGNED_IN, ok: 303, url: '/account/sessions/end-others' },
  'POST /account/browsers/distrust': { ...SIGNED_IN, ok: 303, url: '/account/browsers/distrust' },
  'GET /account/organisations': { ...SIGNED_IN, url: '/account/organisations' },
  'POST /account/switch': {
    ...SIGNED_IN,
    ok: 303,
    seenBy: northern,
    url: '/account/switch',
    body: (places) => form({ organisation: String(places.northern) }),
  },
  'GET /account/password': { ...SIGNED_IN, url: '/account/password' },
  'POST /account/password': { ...SIGNED_IN, ok: 400, url: '/account/password' },

  'GET /account/address': { ...RECENT, url: '/account/address' },
  'POST /account/address': { ...RECENT, ok: 422, url: '/account/address', body: form({ email: 'nobody' }) },
  'GET /account/apps/add': { ...RECENT, url: '/account/apps/add' },
  'POST /account/apps/add': {
    ...RECENT,
    ok: 422,
    url: '/account/apps/add',
    body: form({ name: 'App', sealed: 'x', code: '000000' }),
  },
  'GET /account/apps/remove': { ...RECENT, ok: 404, url: '/account/apps/remove?id=987654321' },
  'POST /account/apps/remove': { ...RECENT, ok: 404, url: '/account/apps/remove', body: form({ id: '987654321' }) },
  'GET /account/passkeys/add': { ...RECENT, url: '/account/passkeys/add' },
  'POST /account/passkeys/options': { ...RECENT, url: '/account/passkeys/options' },
  'POST /account/passkeys/add': {
    ...RECENT,
    ok: 422,
    url: '/account/passkeys/add',
    body: form({ name: 'Key', response: '{}' }),
  },
  'GET /account/passkeys/remove': { ...RECENT, ok: 404, url: '/account/passkeys/remove?id=none' },
  'POST /account/passkeys/remove': { ...RECENT, ok: 404, url: '/account/passkeys/remove', body: form({ id: 'none' }) },
  'GET /account/passkeys/only': { ...RECENT, url: '/account/passkeys/only' },
  // Nobody here has a passkey.
  'POST /account/passkeys/only': { ...RECENT, ok: 409, url: '/account/passkeys/only', body: form({ only: 'yes' }) },
  'GET /account/phone': { ...RECENT, url: '/account/phone' },
  'POST /account/phone': { ...RECENT, ok: 422, url: '/account/phone', body: form({ phone: 'none', by: 'text' }) },
  'POST /account/phone/code': {
    ...RECENT,
    ok: 303,
    url: '/account/phone/code',
    body: form({ sealed: 'x', code: '000000' }),
  },
  'GET /account/phone/remove': { ...RECENT, url: '/account/phone/remove' },
  // It is the only second step.
  'POST /account/phone/remove': { ...RECENT, ok: 409, url: '/account/phone/remove' },
  'GET /account/recovery-codes': { ...RECENT, url: '/account/recovery-codes' },
  'POST /account/recovery-codes': { ...RECENT, url: '/account/recovery-codes' },
};
