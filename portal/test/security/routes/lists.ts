import { northern } from '../roles.ts';
import { file, form, type Places, type Rows } from './row.ts';

const READ = { rule: { permission: ['Qualifications & Units', 'Auditor', 'Data Submissions'] }, ok: 200 } as const;
const KEEP = { rule: { permission: 'Qualifications & Units' }, ok: 200 } as const;
const OWN = { ...KEEP, seenBy: northern } as const;
const list = '/organisation/lists/assessment-codes';
const entry = (what = '') => ({ url: (places: Places) => `${list}/entries/${places.entry}${what}` });
const given = (what = '') => ({ url: (places: Places) => `${list}/imports/${places.listImport}${what}` });

/** The lists that returns are checked against. */
export const LISTS: Rows = {
  'GET /organisation/lists': { ...READ, url: '/organisation/lists' },
  'GET /organisation/lists/:list': { ...READ, url: list },
  'GET /organisation/lists/:list/list.csv': { ...READ, url: `${list}/list.csv` },
  'GET /organisation/lists/:list/add': { ...KEEP, url: `${list}/add` },
  'POST /organisation/lists/:list/add': { ...KEEP, ok: 422, url: `${list}/add` },
  'GET /organisation/lists/:list/entries/:id': { ...OWN, ...entry() },
  'POST /organisation/lists/:list/entries/:id': { ...OWN, ...entry(), ok: 422, body: form({ version: '0' }) },
  'GET /organisation/lists/:list/entries/:id/end': { ...OWN, ...entry('/end') },
  'POST /organisation/lists/:list/entries/:id/end': { ...OWN, ...entry('/end'), ok: 422, body: form({ version: '0' }) },
  'GET /organisation/lists/:list/entries/:id/remove': { ...OWN, ...entry('/remove') },
  // It was changed meanwhile.
  'POST /organisation/lists/:list/entries/:id/remove': {
    ...OWN,
    ...entry('/remove'),
    ok: 409,
    body: form({ version: '99' }),
  },
  'GET /organisation/lists/:list/upload': { ...KEEP, url: `${list}/upload` },
  'POST /organisation/lists/:list/upload': { ...KEEP, ok: 422, url: `${list}/upload`, body: file({ way: 'add' }) },
  'GET /organisation/lists/:list/imports/:id': { ...OWN, ...given() },
  'POST /organisation/lists/:list/imports/:id': { ...OWN, ...given(), ok: 409, body: form({ version: '99' }) },
  'POST /organisation/lists/:list/imports/:id/give-up': { ...OWN, ...given('/give-up'), ok: 303 },
};
