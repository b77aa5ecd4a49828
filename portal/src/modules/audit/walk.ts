import { chainHash, detailsDigest, NO_HASH } from './canonical.ts';
import { type Break, type BreakKind, ChainBroken } from './model.ts';
import { familyOf, mayErase } from './retention.ts';
import type { Erasure, FoundSeal, Link } from './verify-reads.ts';

/** Events that commit at once may be so far out of order, in microseconds; more is worth a remark. */
const USUAL_STEP_BACK = 60e6;

/** Goes along the chain, one place after the other; throws ChainBroken at the first that does not hold. */
export class Walk {
  checked = 0;
  erased = 0;
  head: Buffer = NO_HASH;
  readonly #erasures: readonly Erasure[];
  readonly #told = new Set<number>();
  /** A place whose hash does not come out, until the next says whether the hash or the event was changed. */
  #doubt: { readonly link: Link; readonly right: Buffer } | undefined;
  #latest = 0;
  #backwards = 0;
  #firstBackwards = 0;

  constructor(erasures: readonly Erasure[]) {
    this.#erasures = erasures;
  }

  /** The next place. */
  step(link: Link): void {
    const { position, id } = link;
    this.#settle(link.previous);
    if (position !== this.checked + 1) {
      const words = `Position ${this.checked + 1} is gone from the chain: after ${this.checked} comes ${position}.`;
      throw new ChainBroken({ kind: 'hash-does-not-follow', position: this.checked + 1, words });
    }
    if (!link.previous.equals(this.head)) {
      throw broken(link, 'hash-does-not-follow', 'The chain does not go on here from the event before.');
    }
    if (id === null) throw broken(link, 'event-deleted', 'The event was deleted; the chain still has its place.');
    const right = chainHash(this.head, { ...link, id });
    if (!right.equals(link.hash)) {
      this.#doubt = { link, right };
      return;
    }
    this.#details(link);
    this.#note(link);
    this.#time(link);
    this.head = link.hash;
    this.checked = position;
  }

  /** A seal at this place, or at one that was passed. */
  seal(seal: FoundSeal, link: Link): void {
    this.#settle(undefined);
    const { number, position, rowLost } = seal;
    if (position !== link.position || !seal.hash.equals(link.hash)) {
      const words = `Seal ${number} was made over another chain: up to position ${position} it was rewritten.`;
      throw new ChainBroken({ kind: 'seal-does-not-match', position, event: link.event, seal: number, words });
    }
    if (rowLost) {
      const words = `Seal ${number} is gone from the database; its copy is still in the files.`;
      throw new ChainBroken({ kind: 'seal-missing', position, seal: number, words });
    }
  }

  /** The chain is over, and a seal says that it went on. */
  tooShort({ number, position }: FoundSeal): void {
    this.#settle(undefined);
    const words = `The chain ends at position ${this.checked}, but seal ${number} was made at position ${position}: the events in between are gone.`;
    throw new ChainBroken({ kind: 'chain-shorter-than-seal', position: this.checked + 1, seal: number, words });
  }

  /** The chain is over. */
  end(unchained: number | undefined): void {
    this.#settle(undefined);
    if (unchained !== undefined) {
      const words = `Event ${unchained} is not in the chain: it was written by another way than Garner's, or cut off the chain's end.`;
      throw new ChainBroken({ kind: 'event-missing-from-chain', event: unchained, words });
    }
    for (const { event, subject } of this.#erasures) {
      if (this.#told.has(event)) continue;
      const words = `No event tells of the erasure “${subject}” as it stands, or it erased more than the policy allows.`;
      throw new ChainBroken({ kind: 'erasure-not-told', event, words });
    }
  }

  /** What is worth knowing and no break. */
  remarks(): string[] {
    if (this.#backwards === 0) return [];
    const times = this.#backwards === 1 ? '' : ` ${this.#backwards} times`;
    return [`The clock went back by more than a minute${times}, first at position ${this.#firstBackwards}.`];
  }

  #settle(next: Buffer | undefined): void {
    if (!this.#doubt) return;
    const { link, right } = this.#doubt;
    if (next?.equals(right)) throw broken(link, 'hash-does-not-follow', 'The hash in the chain was changed.');
    throw broken(link, 'event-changed', 'The event is not what it was when it joined the chain.');
  }

  #details(link: Link): void {
    if (link.salt !== null) {
      if (detailsDigest({ ...link, salt: link.salt }).equals(link.digest)) return;
      throw broken(
        link,
        'details-changed',
        'The details of the event are not what they were: who, where, before or after.',
      );
    }
    const at = Number(link.at) / 1000;
    const family = familyOf(link.action);
    if (!this.#erasures.some((one) => one.family === family && at < one.before.getTime() + 1)) {
      throw broken(link, 'details-deleted', 'The details of the event were deleted before their time was over.');
    }
    this.erased++;
  }

  #note({ event, action, subject, at }: Link): void {
    if (action !== 'audit.details-erased') return;
    const erasure = this.#erasures.find((one) => one.event === event);
    if (!erasure || erasure.subject !== subject) return;
    if (mayErase(erasure.family, erasure.before, new Date(Number(at) / 1000))) this.#told.add(event);
  }

  #time({ at, position }: Link): void {
    const now = Number(at);
    if (now < this.#latest - USUAL_STEP_BACK && this.#backwards++ === 0) this.#firstBackwards = position;
    this.#latest = Math.max(this.#latest, now);
  }
}

function broken({ position, event }: Link, kind: BreakKind, words: string): ChainBroken {
  const at: Break = { kind, position, event, words };
  return new ChainBroken(at);
}
