import type { CheckContext, KnownTemplate, Summary, Template } from '@garner/validate';
import type { Group } from '@garner/validate/findings-file';

/** What the worker is told: to check a file, or to leave off. One check at a time. */
export interface CheckOrder {
  readonly file: File;
  readonly template: Template;
  readonly known: readonly KnownTemplate[];
  readonly context: CheckContext;
}
export type ToWorker = { readonly check: CheckOrder } | { readonly cancel: true };

export interface Progress {
  readonly bytes: number;
  readonly rows: number;
}

export interface Outcome {
  readonly summary: Summary;
  readonly groups: readonly Group[];
  /** A findings file. */
  readonly findings: Blob;
}

/** Why there is no outcome. `unreadable`: the file is gone, was changed, is a folder, or may not be read. */
export type Trouble = 'cancelled' | 'unreadable' | 'not-loaded' | 'failed';

/** What the worker tells: how far it is, then one of the others. */
export type FromWorker =
  | { readonly progress: Progress }
  | { readonly outcome: Outcome }
  | { readonly trouble: Trouble; readonly detail: string };
