/** What can be wrong with the chain. */
export type BreakKind =
  | 'hash-does-not-follow'
  | 'event-deleted'
  | 'event-changed'
  | 'event-missing-from-chain'
  | 'details-changed'
  | 'details-deleted'
  | 'seal-does-not-match'
  | 'seal-forged'
  | 'seal-missing'
  | 'chain-shorter-than-seal'
  | 'erasure-not-told';

/** The first place where the chain does not hold. */
export interface Break {
  readonly kind: BreakKind;
  /** In the chain, from 1. */
  readonly position?: number;
  readonly event?: number;
  readonly seal?: number;
  /** What is wrong, in a sentence or two. */
  readonly words: string;
}

/** How far a check is. */
export interface Progress {
  readonly checked: number;
  readonly length: number;
}

/** What a check found. */
export interface Verification {
  readonly whole: boolean;
  /** Events in the chain, and how many of them were checked: fewer where it is broken. */
  readonly length: number;
  readonly checked: number;
  /** The hash of the last event, in hexadecimal. */
  readonly head: string;
  readonly seals: number;
  /** Events whose details were erased when their time was over. */
  readonly erased: number;
  readonly first?: Break;
  /** What is worth knowing and no break. */
  readonly remarks: readonly string[];
}

/** Thrown inside the check at the first break. */
export class ChainBroken extends Error {
  override name = 'ChainBroken';
  readonly at: Break;
  constructor(at: Break) {
    super(at.words);
    this.at = at;
  }
}
