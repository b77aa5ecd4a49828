import type { ZipItem } from './zip.ts';

/** What the page asks of its worker; each answer carries the number of its question. */
export type Question =
  | { readonly ask: 'fingerprint'; readonly file: Blob }
  | { readonly ask: 'sha256'; readonly file: Blob }
  /** Reads the list of an archive, and keeps it for `unpack` under the number of this question. */
  | { readonly ask: 'list'; readonly archive: Blob; readonly most: number }
  | { readonly ask: 'unpack'; readonly archive: number; readonly index: number };

export interface Answers {
  readonly fingerprint: string;
  readonly sha256: string;
  readonly list: readonly ZipItem[];
  readonly unpack: Blob;
}

export type ToWorker = { readonly number: number; readonly question: Question } | { readonly forget: number };

export type FromWorker =
  | { readonly number: number; readonly answer: Answers[Question['ask']] }
  | { readonly number: number; readonly fault: { readonly name: string; readonly message: string } };
