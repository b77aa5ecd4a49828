import { regulator } from '../roles.ts';
import { file, form, type Places, type Rows } from './row.ts';

const KEEPS = { rule: { permission: 'Collector Administrator' }, ok: 200 } as const;
const KEEPS_RECENT = { ...KEEPS, recent: true } as const;
const OWN = { rule: { permission: 'Organisation Administrator' }, ok: 200 } as const;
const place = (what = '') => ({ url: ({ third }: Places) => `/organisations/${third}${what}` });
const relation = { url: ({ northern, relation }: Places) => `/organisations/${northern}/relations/${relation}` };
const merge = { url: ({ third, northern }: Places) => `/organisations/${third}/merge/${northern}` };
const given = (what = '') => ({
  url: (places: Places) => `/organisations/imports/${places.organisationImport}${what}`,
});

/** One's own organisation, and all of them for who keeps them. */
export const ORGANISATIONS: Rows = {
  'GET /organisation': { rule: 'signed-in', ok: 200, url: '/organisation' },
  'GET /organisation/profile': { ...OWN, url: '/organisation/profile' },
  'POST /organisation/profile': {
    ...OWN,
    ok: 422,
    url: '/organisation/profile',
    body: form({ version: '1', contactEmail: 'nobody' }),
  },

  'GET /organisations': { ...KEEPS, url: '/organisations' },
  'GET /organisations.csv': { ...KEEPS, url: '/organisations.csv' },
  'GET /organisations/add': { ...KEEPS, url: '/organisations/add' },
  'POST /organisations/add': { ...KEEPS, ok: 422, url: '/organisations/add', body: form({ kind: 'none' }) },
  'GET /organisations/:id': { ...KEEPS, ...place() },
  'GET /organisations/:id/edit': { ...KEEPS, ...place('/edit') },
  'POST /organisations/:id/edit': {
    ...KEEPS,
    ...place('/edit'),
    ok: 422,
    body: form({ version: '1', contactEmail: 'nobody' }),
  },
  'GET /organisations/:id/rename': { ...KEEPS, ...place('/rename') },
  'POST /organisations/:id/rename': { ...KEEPS, ...place('/rename'), ok: 422, body: form({ version: '1', name: '' }) },
  'GET /organisations/:id/close': { ...KEEPS, ...place('/close') },
  'POST /organisations/:id/close': {
    ...KEEPS_RECENT,
    ...place('/close'),
    ok: 422,
    body: form({ version: '1', day: 'never' }),
  },
  // It is open, and stays so.
  'POST /organisations/:id/reopen': { ...KEEPS_RECENT, ...place('/reopen'), ok: 303, body: form({ version: '1' }) },
  'GET /organisations/:id/relations/add': { ...KEEPS, ...place('/relations/add') },
  'POST /organisations/:id/relations/add': {
    ...KEEPS,
    ...place('/relations/add'),
    ok: 422,
    body: form({ relation: 'none' }),
  },
  'GET /organisations/:id/relations/:other': { ...KEEPS, ...relation },
  // As it is.
  'POST /organisations/:id/relations/:other': { ...KEEPS, ...relation, ok: 303, body: form({ since: '2026-01-01' }) },
  'GET /organisations/:id/merge': { ...KEEPS, ...place('/merge') },
  'GET /organisations/:id/merge/:other': { ...KEEPS, ...merge },
  // The preview was another.
  'POST /organisations/:id/merge/:other': { ...KEEPS_RECENT, ...merge, ok: 409, body: form({ fingerprint: 'x' }) },
  'GET /organisations/import': { ...KEEPS, url: '/organisations/import' },
  'POST /organisations/import': { ...KEEPS, ok: 422, url: '/organisations/import', body: file() },
  'GET /organisations/imports/:id': { ...KEEPS, ...given(), seenBy: regulator },
  'POST /organisations/imports/:id/confirm': {
    ...KEEPS,
    ...given('/confirm'),
    seenBy: regulator,
    ok: 409,
    body: form({ fingerprint: 'x' }),
  },
  'POST /organisations/imports/:id/give-up': { ...KEEPS, ...given('/give-up'), seenBy: regulator, ok: 303 },
};
