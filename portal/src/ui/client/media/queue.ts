import { ACTIVE, type Item, OPEN, type State } from './item.ts';
import type { Reader } from './reader.ts';
import { sendItem, type Way } from './send-item.ts';
import { type Server, ServerFault } from './server.ts';

/** So many files go at once: enough to fill the line, few enough that each moves. */
const AT_ONCE = 3;
/** When the connection is lost for long, it is tried again so often. */
const AGAIN_MS = 15_000;

export interface QueueHears {
  readonly changed: (item: Item) => void;
  readonly progress: (item: Item) => void;
  readonly signedOut: () => void;
}

/** Sends files, a few at a time, each till its end; what fails by itself goes on by itself. */
export class Queue {
  readonly items: Item[] = [];
  readonly #server: Server;
  readonly #reader: Reader;
  readonly #hears: QueueHears;
  readonly #running = new Map<Item, AbortController>();
  readonly #wakes = new Set<() => void>();
  #halted = false;

  constructor(server: Server, reader: Reader, hears: QueueHears) {
    this.#server = server;
    this.#reader = reader;
    this.#hears = hears;
    addEventListener('online', () => this.wake());
  }

  /** Whether leaving the page would stop something. */
  get busy(): boolean {
    return !this.#halted && this.items.some(({ state }) => ACTIVE.includes(state) || state === 'queued');
  }

  /** Whether something may still arrive. */
  get open(): boolean {
    return this.items.some(({ state }) => OPEN.includes(state));
  }

  add(items: readonly Item[]): void {
    this.items.push(...items);
    for (const item of items) this.#hears.changed(item);
    this.#fill();
  }

  pause(item: Item): void {
    if (item.state === 'queued') this.#move(item, 'paused');
    else if (item.state !== 'comparing') this.#stop(item, 'paused');
  }

  /** Goes on with an item that was paused or that stopped. */
  goOn(item: Item): void {
    if (!ACTIVE.includes(item.state)) this.#move(item, 'queued');
    this.#halted = false;
    this.wake();
    this.#fill();
  }

  /** After signing in again, everything that was stopped by it goes on. Throws ServerFault. */
  async goOnSignedIn(): Promise<void> {
    await this.#server.refresh();
    this.#halted = false;
    this.#fill();
  }

  /** Ends an item and takes away what was sent of it. */
  async cancel(item: Item): Promise<void> {
    if (!this.#stop(item, 'cancelled')) this.#move(item, 'cancelled');
    // What was begun before may be a colleague's, who sends it still: it only stops here.
    if (item.begun && !item.begun.resumes) await this.#server.remove(item.begun.id).catch(() => undefined);
  }

  /** Whatever waits for the connection tries it now. */
  wake(): void {
    for (const wake of this.#wakes) wake();
  }

  #fill(): void {
    if (this.#halted) return;
    for (const item of this.items) {
      if (this.#running.size >= AT_ONCE) return;
      if (item.state === 'queued' && !this.#running.has(item)) void this.#run(item);
    }
  }

  #move(item: Item, state: State): void {
    if (item.state === state) return;
    item.state = state;
    this.#hears.changed(item);
  }

  /** The item stands there at once; what was under way for it ends unseen. */
  #stop(item: Item, state: 'paused' | 'cancelled'): boolean {
    const running = this.#running.get(item);
    if (!running) return false;
    this.#running.delete(item);
    running.abort(state);
    this.#move(item, state);
    this.#fill();
    return true;
  }

  async #run(item: Item): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(item, controller);
    const move = (state: State): void => {
      if (!signal.aborted) this.#move(item, state);
    };
    const way: Way = {
      server: this.#server,
      reader: this.#reader,
      signal,
      move,
      progress: () => {
        if (!signal.aborted) this.#hears.progress(item);
      },
      wait: async () => {
        move('waiting');
        await this.#wait(signal);
      },
    };
    move('starting');
    try {
      move(await sendItem(item, way));
    } catch (error) {
      if (!signal.aborted) this.#fail(item, error);
    }
    if (!signal.aborted) this.#running.delete(item);
    this.#fill();
  }

  #fail(item: Item, error: unknown): void {
    if (error instanceof ServerFault && error.kind === 'signed-out') this.#halt(item);
    else if (error instanceof ServerFault) {
      item.words = [error.title, error.message].filter((part) => part !== '').join('. ');
      this.#move(item, error.status === 409 && error.title.includes('here already') ? 'here' : 'refused');
    } else this.#move(item, 'unreadable');
  }

  /** Everything stops where it is until somebody has signed in. */
  #halt(item: Item): void {
    const first = !this.#halted;
    this.#halted = true;
    this.#move(item, 'queued');
    if (first) this.#hears.signedOut();
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, AGAIN_MS);
      this.#wakes.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
