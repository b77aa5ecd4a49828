import { form, type Rows } from './row.ts';

const FIRST = { rule: 'first-step' } as const;
/** Who is signed in has no step before them. */
const ON = { ...FIRST, signedIn: 302 } as const;
const NOT_HALF = { ...FIRST, signedIn: 401 } as const;
/** The half signed in has a telephone number, so a second step is there. */
const HAS_ONE = { ...NOT_HALF, ok: 409 } as const;

/** For who gave a right password and has the second step before them. */
export const FIRST_STEP: Rows = {
  'GET /sign-in/step': { ...ON, ok: 200, url: '/sign-in/step' },
  'POST /sign-in/step/send': { ...NOT_HALF, ok: 303, url: '/sign-in/step/send', body: form({ by: 'text' }) },
  'POST /sign-in/step/phone': { ...NOT_HALF, ok: 422, url: '/sign-in/step/phone', body: form({ code: 'x' }) },
  'POST /sign-in/step/app': { ...NOT_HALF, ok: 422, url: '/sign-in/step/app', body: form({ code: '000000' }) },
  'POST /sign-in/step/recovery': { ...NOT_HALF, ok: 422, url: '/sign-in/step/recovery', body: form({ code: 'x' }) },
  'POST /sign-in/step/passkey/options': { ...NOT_HALF, ok: 200, url: '/sign-in/step/passkey/options' },
  'POST /sign-in/step/passkey': {
    ...NOT_HALF,
    ok: 422,
    url: '/sign-in/step/passkey',
    body: form({ response: '{}' }),
  },
  'GET /sign-in/set-up': { ...ON, ok: 302, url: '/sign-in/set-up' },
  'GET /sign-in/set-up/app': { ...ON, ok: 409, url: '/sign-in/set-up/app' },
  'POST /sign-in/set-up/app': {
    ...HAS_ONE,
    url: '/sign-in/set-up/app',
    body: form({ name: 'App', sealed: 'x', code: '000000' }),
  },
  'GET /sign-in/set-up/phone': { ...ON, ok: 409, url: '/sign-in/set-up/phone' },
  'POST /sign-in/set-up/phone': {
    ...HAS_ONE,
    url: '/sign-in/set-up/phone',
    body: form({ phone: '020 7946 0000', by: 'text' }),
  },
  'POST /sign-in/set-up/phone/code': {
    ...HAS_ONE,
    url: '/sign-in/set-up/phone/code',
    body: form({ sealed: 'x', code: '000000' }),
  },
};
