import { northern } from '../roles.ts';
import { file, form, json, type Places, type Rows } from './row.ts';

const READ = { rule: { permission: ['Media Submissions', 'Auditor'] }, ok: 200 } as const;
const OWN = { ...READ, seenBy: northern } as const;
const SEND = { rule: { permission: 'Media Submissions' }, ok: 200, seenBy: northern } as const;
const component = (what: string) => ({ url: ({ media }: Places) => `/media/components/${media.component}${what}` });
const submitted = (what: string) => ({ url: ({ media }: Places) => `/media/components/${media.submitted}${what}` });
const one = (what = '') => ({ url: async ({ media }: Places) => `/media/files/${await media.file()}${what}` });

/** Recordings, the centre's side. */
export const MEDIA: Rows = {
  'GET /media': { ...READ, url: '/media' },
  'GET /media/components/:component/files': { ...OWN, ...component('/files') },
  'GET /media/components/:component/known': { ...SEND, ...component('/known') },
  'GET /media/components/:component/events': { ...OWN, ...submitted('/events') },
  'POST /media/components/:component/uploads': {
    ...SEND,
    ok: 201,
    ...component('/uploads'),
    body: json({ name: 'a.mp3', size: 10, candidates: [] }),
  },
  // What is sent there is a .csv, which is refused in words.
  'POST /media/components/:component/files': { ...SEND, ok: 422, ...component('/files'), body: file() },
  'POST /media/components/:component/documents': { ...SEND, ok: 422, ...component('/documents'), body: file() },
  'POST /media/files/:file/sent': { ...SEND, ...one('/sent'), body: json({ sha256: '0'.repeat(64) }) },
  'GET /media/files/:file/delete': { ...SEND, ...one('/delete') },
  'POST /media/files/:file/delete': { ...SEND, ok: 303, ...one('/delete') },
  'POST /media/files/:file/scan-again': { ...SEND, ok: 409, ...one('/scan-again') },
  'GET /media/files/:file/candidates': { ...SEND, ...one('/candidates') },
  'POST /media/files/:file/candidates': {
    ...SEND,
    ...one('/candidates'),
    body: form({ version: '1', act: 'search' }),
  },
  'GET /media/components/:component/non-submissions': { ...OWN, ...component('/non-submissions') },
  'POST /media/components/:component/non-submissions': { ...SEND, ok: 303, ...component('/non-submissions') },
  'GET /media/components/:component/final': { ...OWN, ...component('/final') },
  'POST /media/components/:component/final': { ...SEND, ok: 422, ...component('/final') },
  'GET /media/components/:component/receipt': { ...OWN, ...submitted('/receipt') },
  'GET /media/components/:component/receipt/:number/files.csv': { ...OWN, ...submitted('/receipt/1/files.csv') },
  'GET /media/files': { ...READ, url: '/media/files' },
  'GET /media/files/:file': { ...OWN, ok: 303, ...one() },
  'GET /media/content/:file/:content': {
    rule: 'anyone',
    ok: 404,
    url: async ({ media }) => `/media/content/${await media.file()}/original?until=1&sign=forged`,
  },
};
