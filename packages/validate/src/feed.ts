import type { Source } from './source.ts';

/** Bytes of one piece: between two of them some 0.05 ms are lost. */
const PIECE = 1024 * 1024;
/** Room before each piece for what is left of the one before: the beginning of a row. */
const GAP = 64 * 1024;
/** Pieces stand in two places by turns, so that one is read while the other is looked at. */
const PLACES = [GAP, 2 * GAP + PIECE] as const;

/** Fills a buffer from a source, piece by piece, the next one while the last is looked at. */
export class Feed {
  readonly bytes: Uint8Array;
  /** Where in the buffer the bytes begin that have not been given up, and where they end. */
  begin = 0;
  filled = 0;
  readonly #source: Source;
  /** Offset in the file of what comes after them. */
  #offset = 0;
  /** Which place the next piece takes. */
  #turn: 0 | 1 = 0;
  /** The next piece, on its way there: how many bytes it has, 0 at the end. */
  #ahead: Promise<number> | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: Source, bytes: Uint8Array) {
    this.#source = source;
    this.bytes = bytes;
  }

  /** Offset in the file of `bytes[0]`; below zero where the file begins further on. */
  get base(): number {
    return this.#offset - this.filled;
  }

  /** Adds some bytes, at least `least` where the file has them; false when there are no more. */
  async fill(least = 1): Promise<boolean> {
    const wanted = this.#offset + least;
    while (this.#offset < wanted) if ((await this.#add()) === 0) return false;
    return true;
  }

  /** Gives up the bytes before `at`. */
  drop(at: number): void {
    this.begin = at;
  }

  /** Lets the source go; call it once, whether or not all was read. Nothing is written to the buffer afterwards. */
  async close(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    await this.#chunks?.return?.();
  }

  /** Adds a piece; gives its length. */
  #add(): Promise<number> {
    if (this.#ahead) return this.#join(this.#ahead);
    return this.filled - this.begin <= GAP ? this.#start() : this.#goOn();
  }

  /** The first piece, or the first one after a long row. */
  async #start(): Promise<number> {
    const place = PLACES[this.#turn];
    this.#moveBefore(place);
    return this.#added(await this.#read(place));
  }

  /** The piece that is on its way already. */
  async #join(ahead: Promise<number>): Promise<number> {
    const count = await ahead;
    this.#ahead = undefined;
    const place = PLACES[this.#turn];
    if (this.filled - this.begin <= GAP) {
      this.#moveBefore(place);
      return this.#added(count);
    }
    const piece = this.bytes.slice(place, place + count);
    this.#moveToFront();
    this.bytes.set(piece, this.filled);
    return this.#lengthened(count);
  }

  /** A row that is longer than the gap: pieces are put behind each other until it ends. */
  async #goOn(): Promise<number> {
    this.#moveToFront();
    return this.#lengthened(await this.#read(this.filled));
  }

  /** A piece stands in its place, and what was left before it; the next one is sent for. */
  #added(count: number): number {
    this.#lengthened(count);
    if (count === 0) return 0;
    this.#turn = this.#turn === 0 ? 1 : 0;
    this.#ahead = this.#read(PLACES[this.#turn]);
    // Where the check is given up nobody waits for it; else whoever does is told.
    this.#ahead.catch(() => undefined);
    return count;
  }

  #lengthened(count: number): number {
    this.filled += count;
    this.#offset += count;
    return count;
  }

  #moveBefore(place: number): void {
    const begin = place - (this.filled - this.begin);
    this.bytes.copyWithin(begin, this.begin, this.filled);
    this.begin = begin;
    this.filled = place;
  }

  #moveToFront(): void {
    this.bytes.copyWithin(0, this.begin, this.filled);
    this.filled -= this.begin;
    this.begin = 0;
  }

  /** Reads what comes next in the file to a place of the buffer. */
  async #read(at: number): Promise<number> {
    const target = this.bytes.subarray(at, at + PIECE);
    return this.#source.readInto ? this.#source.readInto(target, this.#offset) : this.#next(target);
  }

  /** A chunk may be larger than the room for it; what does not fit waits. */
  async #next(target: Uint8Array): Promise<number> {
    this.#chunks ??= this.#source.chunks()[Symbol.asyncIterator]();
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return 0;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, target.length);
    target.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }
}
