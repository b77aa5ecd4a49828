import { regulator, whoCollects } from '../roles.ts';
import type { Places, Rows } from './row.ts';

const COLLECTOR = { rule: { permission: 'Collector' }, ok: 200 } as const;
const OURS = { ...COLLECTOR, seenBy: regulator } as const;
const HISTORY = { rule: { permission: ['Auditor', 'Organisation Administrator'] }, ok: 200 } as const;
const CHAIN = { rule: { permission: 'Auditor' }, ok: 200, seenBy: whoCollects } as const;
const board = (what = '') => ({ url: ({ collection }: Places) => `/collecting/${collection}${what}` });
const one = (what = '') => ({
  url: ({ collection, accepted }: Places) => `/collecting/${collection}/returns/${accepted}${what}`,
});

/** Collecting, and what happened. */
export const COLLECTING: Rows = {
  'GET /collecting': { ...COLLECTOR, url: '/collecting' },
  'GET /collecting/:collection': { ...OURS, ...board() },
  'GET /collecting/:collection/returns.csv': { ...OURS, ...board('/returns.csv') },
  'GET /collecting/:collection/returns/:id': { ...OURS, ...one() },
  'GET /collecting/:collection/returns/:id/file': { ...OURS, ...one('/file') },

  'GET /organisation/history': { ...HISTORY, url: '/organisation/history' },
  'GET /organisation/history.csv': { ...HISTORY, url: '/organisation/history.csv' },
  'GET /audit/chain': { ...CHAIN, url: '/audit/chain' },
  'POST /audit/chain/check': { ...CHAIN, ok: 303, url: '/audit/chain/check' },
};
