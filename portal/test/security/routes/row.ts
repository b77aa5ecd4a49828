import type { Access } from '../../../src/platform/http/app.ts';
import type { Ask } from '../../visitor.ts';
import type { MediaPlaces } from '../media-places.ts';
import type { SeenBy } from '../roles.ts';

/** What the rows of the table are about. */
export interface Places {
  readonly northern: number;
  readonly regulator: number;
  /** An organisation with nobody in it. */
  readonly third: number;
  /** A return of Northern's, decided; one that still takes files; one that was accepted. */
  readonly decided: number;
  readonly open: number;
  readonly accepted: number;
  /** A return of Albion's. */
  readonly others: number;
  readonly collection: number;
  /** A message about a return of Northern's. */
  readonly message: number;
  /** People of Northern's who ask for nothing themselves. */
  readonly member: number;
  readonly leaver: number;
  /** An act of Northern's that ran out of time. */
  readonly act: number;
  readonly entry: number;
  readonly listImport: number;
  readonly organisationImport: number;
  readonly peopleImport: number;
  readonly relation: number;
  readonly media: MediaPlaces;
  /** A fresh unfinished upload of the sender's. */
  upload(): Promise<string>;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What a request carries. */
export type Body =
  | { readonly as: 'form'; readonly fields: Fields }
  | { readonly as: 'json'; readonly value: unknown }
  | { readonly as: 'file'; readonly fields: Fields }
  | { readonly as: 'tus'; readonly bytes?: Buffer };

/** One route: who may use it, how it is asked, what comes back. */
export interface Row {
  readonly rule: Access;
  readonly recent?: true;
  readonly whileSeeing?: true;
  /** What somebody gets who may use it; for open routes: what nobody in particular gets. */
  readonly ok: number;
  /** What somebody signed in gets instead. */
  readonly signedIn?: number;
  /** Whose thing the address names: others get 404. Absent where it names nothing of anybody's. */
  readonly seenBy?: SeenBy;
  readonly url: string | ((places: Places) => string | Promise<string>);
  readonly body?: Body | ((places: Places) => Body);
}
export type Rows = Readonly<Record<string, Row>>;

export const form = (fields: Fields = {}): Body => ({ as: 'form', fields });
export const json = (value: unknown): Body => ({ as: 'json', value });
export const file = (fields: Fields = {}): Body => ({ as: 'file', fields });

export interface Request {
  readonly method: NonNullable<Ask['method']>;
  readonly url: string;
  readonly body: Body;
}

/** The request of a row as it is right, but for its token. */
export async function requestOf(name: string, { url, body = form() }: Row, places: Places): Promise<Request> {
  return {
    method: name.split(' ')[0] as Request['method'],
    url: typeof url === 'string' ? url : await url(places),
    body: typeof body === 'function' ? body(places) : body,
  };
}

/** How a request is sent; with a token where one is given. */
export function asked({ method, body }: Pick<Request, 'method' | 'body'>, token?: string): Ask {
  if (method === 'GET') return { headers: { accept: 'application/json' } };
  if (body.as === 'file') return { ...asFile(body.fields, token), method };
  const headers = { accept: 'application/json', ...(token !== undefined && { 'x-csrf-token': token }) };
  if (body.as === 'json') {
    return {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(body.value),
    };
  }
  if (body.as === 'form') {
    const fields = new URLSearchParams();
    for (const [field, value] of Object.entries(body.fields))
      for (const one of [value].flat()) fields.append(field, one);
    return {
      method,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: fields.toString(),
    };
  }
  const { bytes } = body;
  const sending = bytes && { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  return { method, headers: { ...headers, 'tus-resumable': '1.0.0', ...sending }, ...(bytes && { payload: bytes }) };
}

function asFile(fields: Fields, token: string | undefined): Ask {
  const all = { ...(token !== undefined && { _csrf: token }), ...fields };
  const lines = Object.entries(all).flatMap(([field, value]) => [
    '--edge',
    `content-disposition: form-data; name="${field}"`,
    '',
    String(value),
  ]);
  const sent = [
    '--edge',
    'content-disposition: form-data; name="file"; filename="a.csv"',
    'content-type: text/csv',
    '',
  ];
  return {
    headers: { accept: 'application/json', 'content-type': 'multipart/form-data; boundary=edge' },
    payload: [...lines, ...sent, 'a,b', '--edge--', ''].join('\r\n'),
  };
}
