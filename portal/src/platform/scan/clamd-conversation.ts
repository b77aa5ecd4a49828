import { Socket } from 'node:net';
import type { ClamdAddress } from './clamd-address.ts';

/** How long clamd is waited for, in milliseconds. Time in which a file's own stream keeps us waiting does not count. */
export interface Patience {
  readonly connect: number;
  /** For clamd to take one block of bytes. */
  readonly idle: number;
  /** For everything together. */
  readonly total: number;
}

/** How a conversation ended: with an answer, or without one. `detail` is for the log. */
export type Ending =
  | { readonly how: 'answered'; readonly text: string }
  | { readonly how: 'unreachable' | 'late' | 'lost'; readonly detail: string };

/** The longest answer that is waited for; clamd's own are far shorter. */
const LONGEST_ANSWER = 8192;
/** Milliseconds for what clamd may have said before it closed the connection. */
const LAST_WORDS = 1_000;

/**
 * A socket that can be read after a write failed. Node destroys its own at once, and what clamd said before it closed the
 * connection ("INSTREAM size limit exceeded") would be lost. To be read by `onread`, for as a stream it gives no more data.
 */
class ReadableSocket extends Socket {
  override destroy(error?: NodeJS.ErrnoException): this {
    return error?.syscall === 'write' ? this : super.destroy(error);
  }
}

/**
 * One connection to clamd: what is sent, and the one answer, which a zero byte ends. Trouble with clamd never throws: it becomes
 * the ending, after which sending does nothing. An aborted signal throws its reason. Always `close` it.
 */
export class Conversation {
  readonly #socket: Socket;
  readonly #patience: Patience;
  readonly #signal: AbortSignal | undefined;
  readonly #notice = () => this.#wake();
  #waited = 0;
  #connected = false;
  #heard = '';
  #wake: () => void = () => undefined;
  #ending: Ending | undefined;

  constructor(address: ClamdAddress, patience: Patience, signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.#patience = patience;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#notice, { once: true });
    this.#socket = new ReadableSocket({ onread: { buffer: Buffer.alloc(1024), callback: this.#hear } });
    this.#socket.on('connect', () => {
      this.#connected = true;
      this.#wake();
    });
    this.#socket.on('error', ({ message }) => this.#stop(message));
    this.#socket.on('end', () => this.#stop('the connection was closed'));
    this.#socket.on('close', () => this.#stop('the connection was closed'));
    this.#socket.setNoDelay(true);
    this.#socket.connect(address);
  }

  /** Set once there is nothing more to say. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Sends the parts as one. Returns once the system has taken them, so that they may be filled anew. */
  async send(...parts: readonly Uint8Array[]): Promise<void> {
    await this.#until(() => this.#connected, this.#patience.connect, 'unreachable');
    if (this.#ending) return;
    let taken = 0;
    let failed = false;
    const onTaken = (error?: Error | null) => {
      taken += 1;
      if (error) failed = true;
      this.#wake();
    };
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part, onTaken);
    this.#socket.uncork();
    await this.#until(() => taken === parts.length, this.#patience.idle, 'late');
    if (failed) await this.#until(() => false, LAST_WORDS, 'lost');
  }

  /** Waits for the answer. */
  async end(): Promise<Ending> {
    await this.#until(() => false, this.#patience.total, 'late');
    return this.#ending!;
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#notice);
    this.#socket.destroy();
  }

  #hear = (length: number, bytes: Uint8Array): boolean => {
    this.#heard += Buffer.from(bytes.subarray(0, length)).toString('latin1');
    const zero = this.#heard.indexOf('\0');
    if (zero >= 0) this.#finish({ how: 'answered', text: this.#heard.slice(0, zero) });
    else if (this.#heard.length > LONGEST_ANSWER) this.#finish({ how: 'answered', text: 'an endless answer' });
    return true;
  };

  #stop(detail: string): void {
    this.#finish({ how: this.#connected ? 'lost' : 'unreachable', detail });
  }

  #finish(ending: Ending): void {
    this.#ending ??= ending;
    this.#socket.destroy();
    this.#wake();
  }

  /** Until it is done or the conversation is over; at most so many milliseconds, and what is left of the total. */
  async #until(done: () => boolean, most: number, how: 'unreachable' | 'late' | 'lost'): Promise<void> {
    const began = performance.now();
    const limit = Math.min(most, this.#patience.total - this.#waited);
    const timer = setTimeout(() => this.#finish({ how, detail: `nothing within ${Math.round(limit)} ms` }), limit);
    try {
      while (!done() && !this.#ending) {
        this.#signal?.throwIfAborted();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      this.#signal?.throwIfAborted();
    } finally {
      clearTimeout(timer);
      this.#waited += performance.now() - began;
    }
  }
}
