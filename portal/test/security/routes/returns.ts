import { northern, readsMessages, sender } from '../roles.ts';
import { file, form, json, type Places, type Rows } from './row.ts';

const READ = { rule: { permission: ['Data Submissions', 'Auditor'] }, ok: 200 } as const;
const OWN = { ...READ, seenBy: northern } as const;
const SEND = { rule: { permission: 'Data Submissions' }, ok: 200, seenBy: northern } as const;
const BEGAN = { ...SEND, seenBy: sender } as const;
const UPLOAD = { rule: 'signed-in', ok: 204, seenBy: sender } as const;
const attempt = (what = '') => ({ url: ({ decided }: Places) => `/returns/${decided}/submissions/1${what}` });
const upload = (what = '') => ({ url: async (places: Places) => `/uploads/${await places.upload()}${what}` });

/** Returns, attempts, uploads, and messages about them. */
export const RETURNS: Rows = {
  'GET /outbox': { rule: 'signed-in', ok: 200, url: '/outbox' },
  'GET /outbox/:id': { rule: 'signed-in', ok: 200, seenBy: readsMessages, url: ({ message }) => `/outbox/${message}` },

  'GET /returns': { ...READ, url: '/returns' },
  'GET /returns/:id': { ...OWN, url: ({ decided }) => `/returns/${decided}` },
  'GET /returns/:id/upload': { ...SEND, url: ({ open }) => `/returns/${open}/upload` },
  'POST /returns/:id/uploads': {
    ...SEND,
    ok: 201,
    url: ({ open }) => `/returns/${open}/uploads`,
    body: json({ name: 'a.csv', size: 10 }),
  },
  'POST /returns/:id/upload': { ...SEND, ok: 303, url: ({ open }) => `/returns/${open}/upload`, body: file() },
  'POST /returns/:id/uploads/:upload/cancel': {
    ...BEGAN,
    ok: 303,
    url: async (places) => `/returns/${places.open}/uploads/${await places.upload()}/cancel`,
  },
  'GET /returns/:id/arrived/:upload': {
    ...BEGAN,
    ok: 303,
    url: async (places) => `/returns/${places.open}/arrived/${await places.upload()}`,
  },
  'GET /returns/:id/submissions/:number': { ...OWN, ...attempt() },
  'GET /returns/:id/submissions/:number/events': { ...OWN, ...attempt('/events') },
  'GET /returns/:id/submissions/:number/findings.csv': { ...OWN, ...attempt('/findings.csv') },
  'GET /returns/:id/submissions/:number/findings.json': { ...OWN, ...attempt('/findings.json') },
  'GET /returns/:id/submissions/:number/file': { ...OWN, ...attempt('/file') },

  'HEAD /uploads/:id': { ...UPLOAD, ...upload(), ok: 200, body: { as: 'tus' } },
  'PATCH /uploads/:id': { ...UPLOAD, ...upload(), body: { as: 'tus', bytes: Buffer.from('Repor') } },
  'DELETE /uploads/:id': { ...UPLOAD, ...upload(), body: { as: 'tus' } },
  'POST /uploads/:id/complete': { ...UPLOAD, ...upload('/complete'), ok: 200, body: form() },
};
