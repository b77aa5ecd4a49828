import type { LightMyRequestResponse } from 'fastify';
import type { Access } from '../../src/platform/http/app.ts';
import type { Visitor } from '../visitor.ts';

/** What the rows of the table are about: Northern's return with a decided attempt and messages. */
export interface Places {
  readonly returnId: number;
  readonly message: number;
  /** A fresh unfinished upload of Amina's. */
  upload(): Promise<string>;
}

export interface Row {
  readonly rule: Access;
  /** What somebody gets who may use it. */
  readonly ok: number;
  /** Whose thing the address names; others get 404. Absent where it names nothing of anybody's. */
  readonly of?: 'organisation' | 'senders' | 'person';
  readonly url: (places: Places) => string | Promise<string>;
  /** How it is asked; a plain page by default. */
  readonly ask?: (visitor: Visitor, url: string) => Promise<LightMyRequestResponse>;
}

const ANYONE = { rule: 'anyone', ok: 200 } as const;
const SENDERS: Access = { permission: 'Data Submissions' };
const OWN = { rule: SENDERS, ok: 200, of: 'organisation' } as const;
const template = '/templates/ptq-assessment-outcomes/2023-08';
const attempt = ({ returnId }: Places): string => `/returns/${returnId}/submissions/1`;
const post = (visitor: Visitor, url: string) => visitor.post(url);
const upload = async (places: Places): Promise<string> => `/uploads/${await places.upload()}`;
const tus = (method: 'HEAD' | 'PATCH' | 'DELETE') => (visitor: Visitor, url: string) =>
  visitor.tus(method, url.slice('/uploads/'.length), 0, method === 'PATCH' ? Buffer.from('Repor') : undefined);

/** Every route, who may use it, and what they get. Signing out comes last: it ends the sessions of those who ask. */
export const TABLE: Readonly<Record<string, Row>> = {
  'GET /': { rule: 'anyone', ok: 302, url: () => '/' },
  'GET /health': { ...ANYONE, url: () => '/health' },
  'GET /assets/:name': { rule: 'anyone', ok: 404, url: () => '/assets/none.css' },
  'GET /templates': { ...ANYONE, url: () => '/templates' },
  'GET /templates/:name/:edition': { ...ANYONE, url: () => template },
  'GET /templates/:name/:edition/header.csv': { ...ANYONE, url: () => `${template}/header.csv` },
  'GET /templates/:name/:edition/format.csv': { ...ANYONE, url: () => `${template}/format.csv` },
  'GET /templates/:name/:edition/example.csv': { ...ANYONE, url: () => `${template}/example.csv` },
  'GET /templates/:name/:edition/schema.json': { ...ANYONE, url: () => `${template}/schema.json` },
  'GET /templates/:name/:edition/csv-metadata.json': { ...ANYONE, url: () => `${template}/csv-metadata.json` },
  'GET /templates/:name/:edition/row.schema.json': { ...ANYONE, url: () => `${template}/row.schema.json` },

  'GET /check': { ...ANYONE, url: () => '/check' },
  'GET /check/:name/:edition': { ...ANYONE, url: () => '/check/ptq-assessment-outcomes/2023-08' },

  'GET /outbox': { rule: 'signed-in', ok: 200, url: () => '/outbox' },
  'GET /outbox/:id': {
    rule: 'signed-in',
    ok: 200,
    of: 'senders',
    url: ({ message }) => `/outbox/${message}`,
  },

  'GET /returns': { rule: SENDERS, ok: 200, url: () => '/returns' },
  'GET /returns/:id': { ...OWN, url: ({ returnId }) => `/returns/${returnId}` },
  'GET /returns/:id/upload': { ...OWN, url: ({ returnId }) => `/returns/${returnId}/upload` },
  'GET /returns/:id/arrived/:upload': {
    rule: SENDERS,
    ok: 303,
    of: 'person',
    url: async (places) => `/returns/${places.returnId}/arrived/${await places.upload()}`,
  },
  'GET /returns/:id/submissions/:number': { ...OWN, url: attempt },
  'GET /returns/:id/submissions/:number/events': { ...OWN, url: (places) => `${attempt(places)}/events` },
  'GET /returns/:id/submissions/:number/findings.csv': { ...OWN, url: (places) => `${attempt(places)}/findings.csv` },
  'GET /returns/:id/submissions/:number/findings.json': { ...OWN, url: (places) => `${attempt(places)}/findings.json` },
  'GET /returns/:id/submissions/:number/file': { ...OWN, url: (places) => `${attempt(places)}/file` },
  'POST /returns/:id/uploads': {
    ...OWN,
    ok: 201,
    url: ({ returnId }) => `/returns/${returnId}/uploads`,
    ask: (visitor, url) => visitor.postJson(url, { name: 'outcomes.csv', size: 10 }),
  },
  'POST /returns/:id/upload': {
    ...OWN,
    ok: 303,
    url: ({ returnId }) => `/returns/${returnId}/upload`,
    ask: (visitor, url) => visitor.sendForm(Number(url.split('/')[2]), 'outcomes.csv', Buffer.from('a,b\n')),
  },
  'POST /returns/:id/uploads/:upload/cancel': {
    rule: SENDERS,
    ok: 303,
    of: 'person',
    url: async (places) => `/returns/${places.returnId}/uploads/${await places.upload()}/cancel`,
    ask: post,
  },

  'HEAD /uploads/:id': { rule: 'signed-in', ok: 200, of: 'person', url: upload, ask: tus('HEAD') },
  'PATCH /uploads/:id': { rule: 'signed-in', ok: 204, of: 'person', url: upload, ask: tus('PATCH') },
  'DELETE /uploads/:id': { rule: 'signed-in', ok: 204, of: 'person', url: upload, ask: tus('DELETE') },
  'POST /uploads/:id/complete': {
    rule: 'signed-in',
    ok: 200,
    of: 'person',
    url: async (places) => `${await upload(places)}/complete`,
    ask: (visitor, url) => visitor.postJson(url, {}),
  },

  'GET /sign-in': { rule: 'anyone', ok: 200, url: () => '/sign-in' },
  'POST /sign-in': {
    rule: 'anyone',
    ok: 422,
    url: () => '/sign-in',
    ask: (visitor, url) => visitor.post(url, { email: 'nobody@nowhere.example', password: 'wrong' }),
  },
  'POST /sign-out': { rule: 'anyone', ok: 303, url: () => '/sign-out', ask: post },
};

/** Where somebody signed in gets another answer than somebody who is not. */
export const SIGNED_IN_GETS: Readonly<Record<string, number>> = { 'GET /sign-in': 302 };
