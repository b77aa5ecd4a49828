import { form, type Rows } from './row.ts';

const ANYONE = { rule: 'anyone', ok: 200 } as const;
const template = '/templates/ptq-assessment-outcomes/2023-08';
const link = 'x'.repeat(43);
/** Links that were never made: what is behind a right one is looked at in links.test.ts of the accounts. */
const NO_LINK = { rule: 'anyone', ok: 404 } as const;
const choose = { whileSeeing: true, body: form({ password: 'p', again: 'p' }) } as const;

/** Open to anyone: pages of rules, and what leads to a session. */
export const OPEN: Rows = {
  'GET /': { rule: 'anyone', ok: 302, url: '/' },
  'GET /health': { ...ANYONE, url: '/health' },
  'GET /assets/:name': { rule: 'anyone', ok: 404, url: '/assets/none.css' },
  'GET /development/messages': { ...ANYONE, url: '/development/messages' },
  'GET /templates': { ...ANYONE, url: '/templates' },
  'GET /templates/:name/:edition': { ...ANYONE, url: template },
  'GET /templates/:name/:edition/header.csv': { ...ANYONE, url: `${template}/header.csv` },
  'GET /templates/:name/:edition/format.csv': { ...ANYONE, url: `${template}/format.csv` },
  'GET /templates/:name/:edition/example.csv': { ...ANYONE, url: `${template}/example.csv` },
  'GET /templates/:name/:edition/schema.json': { ...ANYONE, url: `${template}/schema.json` },
  'GET /templates/:name/:edition/csv-metadata.json': { ...ANYONE, url: `${template}/csv-metadata.json` },
  'GET /templates/:name/:edition/row.schema.json': { ...ANYONE, url: `${template}/row.schema.json` },
  'GET /check': { ...ANYONE, url: '/check' },
  'GET /check/:name/:edition': { ...ANYONE, url: '/check/ptq-assessment-outcomes/2023-08' },

  'GET /sign-in': { ...ANYONE, signedIn: 302, url: '/sign-in' },
  // Without a password, so that none is worked out: to be let in to a 400 is enough here.
  'POST /sign-in': { rule: 'anyone', whileSeeing: true, ok: 400, url: '/sign-in', body: form({ email: 'a@b' }) },
  'GET /sign-in/single': { rule: 'anyone', ok: 503, signedIn: 302, url: '/sign-in/single' },
  'GET /sign-in/single/back': { rule: 'anyone', ok: 422, url: '/sign-in/single/back?state=none' },
  'GET /sign-in/passkey': { ...ANYONE, signedIn: 302, url: '/sign-in/passkey' },
  'POST /sign-in/passkey/options': { ...ANYONE, whileSeeing: true, url: '/sign-in/passkey/options' },
  'POST /sign-in/passkey': {
    rule: 'anyone',
    whileSeeing: true,
    ok: 422,
    url: '/sign-in/passkey',
    body: form({ response: '{}' }),
  },

  'GET /forgotten-password': { ...ANYONE, url: '/forgotten-password' },
  'POST /forgotten-password': {
    rule: 'anyone',
    whileSeeing: true,
    ok: 422,
    url: '/forgotten-password',
    body: form({ email: 'nobody' }),
  },
  'GET /forgotten-password/sent': { ...ANYONE, url: '/forgotten-password/sent' },
  'GET /new-password/:token': { ...NO_LINK, url: `/new-password/${link}` },
  'POST /new-password/:token': { ...NO_LINK, ...choose, url: `/new-password/${link}` },
  'GET /invitation/:token': { ...NO_LINK, url: `/invitation/${link}` },
  'POST /invitation/:token': { ...NO_LINK, ...choose, url: `/invitation/${link}` },
  'GET /new-address/:token': { ...NO_LINK, url: `/new-address/${link}` },
  'POST /new-address/:token': { ...NO_LINK, url: `/new-address/${link}` },
};
