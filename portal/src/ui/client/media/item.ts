import type { Begun, Wish } from './server.ts';

/** Where a file on its way stands. */
export type State =
  | 'queued'
  | 'starting'
  | 'sending'
  /** The connection failed; it is tried again by itself. */
  | 'waiting'
  /** Every byte is sent; the sums are compared. */
  | 'comparing'
  | 'paused'
  | 'sent'
  /** What arrived is not what was read. */
  | 'changed'
  /** The same file is there already. */
  | 'here'
  | 'refused'
  | 'unreadable'
  /** What was sent is no longer there. */
  | 'gone'
  | 'cancelled';

/** Something is being done for it now. */
export const ACTIVE: readonly State[] = ['starting', 'sending', 'waiting', 'comparing'];
/** It may still arrive by itself, or when somebody says so. */
export const OPEN: readonly State[] = [...ACTIVE, 'queued', 'paused'];

/** A file on its way. */
export interface Item {
  readonly key: number;
  readonly wish: Wish;
  /** The candidates' numbers, in words; empty for nobody yet. */
  readonly who: string;
  readonly open: () => Promise<Blob>;
  state: State;
  sent: number;
  resumes: boolean;
  /** The server's words where it refused, or the sum where it agrees. */
  words: string;
  sha256: string;
  begun?: Begun;
}
