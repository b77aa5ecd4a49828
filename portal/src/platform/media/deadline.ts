import { MediaError } from './tools.ts';

const HANGS =
  'The recording stopped being worked on and was given up. It may be damaged: save it in another format (such as MP3 or MP4) and send that.';
const TOO_SLOW =
  'Working on the recording took too long and was given up. Send it in smaller parts, or in another format (such as MP3 or MP4).';

/** Ends a run: where its caller wants it, after its time, or where it came no further for so long. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #seconds: number;
  readonly #stallSeconds: number;
  #whole: NodeJS.Timeout | undefined;
  #stall: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal, seconds: number, stallSeconds: number) {
    this.signal = AbortSignal.any([signal, this.#ending.signal]);
    this.#seconds = seconds;
    this.#stallSeconds = stallSeconds;
  }

  /** From now on time counts: what waited for its turn did not hang. */
  start(): void {
    this.#whole = setTimeout(() => this.end(new MediaError('timed-out', TOO_SLOW)), this.#seconds * 1000);
    this.#stall = setTimeout(() => this.end(new MediaError('timed-out', HANGS)), this.#stallSeconds * 1000);
  }

  /** It came further. */
  further(): void {
    this.#stall?.refresh();
  }

  end(reason: Error): void {
    this.#ending.abort(reason);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#stall);
  }
}
