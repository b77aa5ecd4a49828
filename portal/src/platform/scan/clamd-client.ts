import type { ClamdAddress } from './clamd-address.ts';
import { Conversation, type Ending, type Patience } from './clamd-conversation.ts';
import { type Answer, readAnswer } from './clamd-reply.ts';

export interface ClamdOptions {
  readonly address: ClamdAddress;
  /** How long to wait over a file of so many bytes. */
  readonly patience?: (size: number) => Patience;
}

/** Small chunks are gathered to a block, large ones cut to blocks, each of which clamd must take in time. */
const SMALLEST_BLOCK = 64 * 1024;
const LARGEST_BLOCK = 256 * 1024;
/** Milliseconds; Node's timers go off at once where they are asked for more. */
const LONGEST_TIMER = 2 ** 31 - 1;
const END_OF_STREAM = Buffer.alloc(4);

/** clamd itself gives up on a file after MaxScanTime, two minutes by default; a byte a microsecond is slow even for old disks. */
const usualPatience = (size: number): Patience => ({
  connect: 5_000,
  idle: 30_000,
  total: Math.min(180_000 + size / 1000, LONGEST_TIMER),
});

/** Speaks with a clamd: https://docs.clamav.net, "clamd protocol". Each question is a connection of its own. */
export class ClamdClient {
  readonly address: ClamdAddress;
  readonly #patience: (size: number) => Patience;

  constructor({ address, patience = usualPatience }: ClamdOptions) {
    this.address = address;
    this.#patience = patience;
  }

  /** A question without a file: PING is answered with PONG, VERSION with engine, number and date of the signatures. */
  async ask(question: 'PING' | 'VERSION', signal?: AbortSignal): Promise<Ending> {
    const { connect, idle } = this.#patience(0);
    const conversation = new Conversation(this.address, { connect, idle, total: connect + idle }, signal);
    try {
      await conversation.send(Buffer.from(`z${question}\0`));
      return await conversation.end();
    } finally {
      conversation.close();
    }
  }

  /** Begins to send a file of about so many bytes. */
  begin(size: number, signal?: AbortSignal): ClamdStream {
    return new ClamdStream(new Conversation(this.address, this.#patience(size), signal));
  }

  /** What clamd says of these bytes. */
  async scan(size: number, chunks: Iterable<Uint8Array>, signal?: AbortSignal): Promise<Answer> {
    const stream = this.begin(size, signal);
    try {
      for (const chunk of chunks) {
        if (stream.over) break;
        await stream.write(chunk);
      }
      return await stream.end();
    } finally {
      stream.close();
    }
  }
}

/** One file on its way to clamd. `write` its chunks one at a time, then `end`, and always `close`. Only an abort throws. */
export class ClamdStream {
  readonly #conversation: Conversation;
  #opening: readonly Uint8Array[] = [Buffer.from('zINSTREAM\0')];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** clamd has answered already, or is gone: it takes no more. */
  get over(): boolean {
    return this.#conversation.ending !== undefined;
  }

  /** Returns when the chunk is on its way, or copied, so that its giver may fill it anew. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.over) return;
    if (this.#waitingBytes + chunk.length < SMALLEST_BLOCK) {
      this.#waiting.push(Buffer.from(chunk));
      this.#waitingBytes += chunk.length;
      return;
    }
    await this.#flush();
    for (let at = 0; at < chunk.length; at += LARGEST_BLOCK) await this.#block(chunk.subarray(at, at + LARGEST_BLOCK));
  }

  async end(): Promise<Answer> {
    await this.#flush();
    await this.#send(END_OF_STREAM);
    return readAnswer(await this.#conversation.end());
  }

  close(): void {
    this.#conversation.close();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    // A block without bytes would be the end of the stream.
    if (bytes.length > 0) await this.#block(bytes);
  }

  async #block(bytes: Uint8Array): Promise<void> {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    await this.#send(length, bytes);
  }

  async #send(...parts: readonly Uint8Array[]): Promise<void> {
    await this.#conversation.send(...this.#opening, ...parts);
    this.#opening = [];
  }
}
