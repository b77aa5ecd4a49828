import { northern } from '../roles.ts';
import { file, form, type Places, type Rows } from './row.ts';

const READ = { rule: { permission: ['Collector', 'Qualifications & Units', 'Auditor'] }, ok: 200 } as const;
const OURS = { ...READ, seenBy: northern } as const;
const CHANGE = { rule: { permission: 'Qualifications & Units' }, ok: 200, seenBy: northern } as const;
const COLLECT = { rule: { permission: 'Collector' }, ok: 200, seenBy: northern } as const;
const COLLECT_READ = { rule: { permission: ['Collector', 'Auditor'] }, ok: 200, seenBy: northern } as const;
const session = (what = '') => ({ url: ({ media }: Places) => `/recordings/sessions/${media.session}${what}` });
const component = (what = '') => ({ url: ({ media }: Places) => `/recordings/components/${media.component}${what}` });
const work = (what = '') => ({
  url: (places: Places) => `/recordings/components/${places.media.submitted}/centres/${places.northern}${what}`,
});
const one = (what = '') => ({ url: async ({ media }: Places) => `/recordings/files/${await media.file()}${what}` });
const entries = (what = '') => ({ url: ({ media }: Places) => `/recordings/imports/${media.entries}${what}` });
const certificate = (what = '') => ({
  url: ({ media }: Places) => `/recordings/certificates/${media.certificate}${what}`,
});

/** Recordings, the awarding body's side. Forms that would change something for good are sent empty, and refused in words. */
export const RECORDINGS: Rows = {
  'GET /recordings': { ...READ, url: '/recordings' },
  'GET /recordings/sessions/new': { rule: CHANGE.rule, ok: 200, url: '/recordings/sessions/new' },
  'POST /recordings/sessions/new': { rule: CHANGE.rule, ok: 422, url: '/recordings/sessions/new' },
  'GET /recordings/sessions/:session': { ...OURS, ...session() },
  'GET /recordings/sessions/:session/board.csv': { ...OURS, ...session('/board.csv') },
  'GET /recordings/sessions/:session/edit': { ...CHANGE, ...session('/edit') },
  'POST /recordings/sessions/:session/edit': { ...CHANGE, ok: 422, ...session('/edit'), body: form({ version: 'x' }) },
  'GET /recordings/sessions/:session/components': { ...OURS, ...session('/components') },
  'GET /recordings/sessions/:session/components/new': { ...CHANGE, ...session('/components/new') },
  'POST /recordings/sessions/:session/components/new': { ...CHANGE, ok: 422, ...session('/components/new') },
  'GET /recordings/components/:component/edit': { ...CHANGE, ...component('/edit') },
  'POST /recordings/components/:component/edit': {
    ...CHANGE,
    ok: 422,
    ...component('/edit'),
    body: form({ version: '1' }),
  },
  'POST /recordings/sessions/:session/chase': { ...COLLECT, ok: 303, ...session('/chase'), body: form({ who: 'all' }) },
  'GET /recordings/components/:component/centres/:centre': { ...COLLECT_READ, ...work() },
  'GET /recordings/components/:component/centres/:centre/extension': { ...COLLECT, ...work('/extension') },
  // No more time is needed where the final submission has been made.
  'POST /recordings/components/:component/centres/:centre/extension': { ...COLLECT, ok: 303, ...work('/extension') },
  'GET /recordings/components/:component/centres/:centre/reopening': { ...COLLECT, ...work('/reopening') },
  'POST /recordings/components/:component/centres/:centre/reopening': { ...COLLECT, ok: 422, ...work('/reopening') },

  'GET /recordings/sessions/:session/entries': { ...CHANGE, ...session('/entries') },
  // What is sent there says not what it is, which is refused in words.
  'POST /recordings/sessions/:session/entries': { ...CHANGE, ok: 422, ...session('/entries'), body: file() },
  'GET /recordings/imports/:id': { ...CHANGE, ...entries() },
  'POST /recordings/imports/:id/confirm': {
    ...CHANGE,
    ok: 409,
    ...entries('/confirm'),
    body: form({ fingerprint: 'x' }),
  },
  'POST /recordings/imports/:id/give-up': { ...CHANGE, ok: 303, ...entries('/give-up') },

  'GET /recordings/components/:component/materials': { ...COLLECT_READ, ...component('/materials') },
  'GET /recordings/components/:component/materials/manifest.csv': {
    ...COLLECT,
    ...component('/materials/manifest.csv'),
  },
  'GET /recordings/components/:component/materials/manifest.json': {
    ...COLLECT,
    ...component('/materials/manifest.json'),
  },
  'GET /recordings/components/:component/materials/files.zip': { ...COLLECT, ...component('/materials/files.zip') },
  // The final submission has not been made.
  'GET /recordings/files/:file': { ...COLLECT, ok: 409, ...one() },
  'GET /recordings/files/:file/:content': { ...COLLECT, ok: 409, ...one('/original') },

  'GET /recordings/sessions/:session/quarantine': { ...COLLECT_READ, ...session('/quarantine') },
  'GET /recordings/sessions/:session/destruction': { ...COLLECT_READ, ...session('/destruction') },
  // A component still takes files.
  'POST /recordings/sessions/:session/destruction': { ...COLLECT, recent: true, ok: 409, ...session('/destruction') },
  'GET /recordings/certificates/:id': { ...COLLECT_READ, ...certificate() },
  'GET /recordings/certificates/:id/certificate.csv': { ...COLLECT_READ, ...certificate('/certificate.csv') },
  'GET /recordings/certificates/:id/certificate.json': { ...COLLECT_READ, ...certificate('/certificate.json') },
};
