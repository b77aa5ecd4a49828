import type { Rows } from './row.ts';

/** What changes the session of whoever asks: last, in this order. */
export const ENDING: Rows = {
  'POST /organisations/:id/look': {
    rule: { permission: 'Collector Administrator' },
    recent: true,
    ok: 303,
    url: ({ third }) => `/organisations/${third}/look`,
  },
  'POST /organisations/stop-looking': {
    rule: 'signed-in',
    whileSeeing: true,
    ok: 303,
    url: '/organisations/stop-looking',
  },
  'POST /sign-in/step/cancel': { rule: 'anyone', whileSeeing: true, ok: 303, url: '/sign-in/step/cancel' },
  'POST /sign-out': { rule: 'anyone', whileSeeing: true, ok: 303, url: '/sign-out' },
};
