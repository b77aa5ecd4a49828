import { Sending, type Trouble } from '../parts/sending.ts';
import type { Item, State } from './item.ts';
import type { Reader } from './reader.ts';
import { type Begun, type Server, ServerFault } from './server.ts';

/** What sending a file needs, and whom it tells. */
export interface Way {
  readonly server: Server;
  readonly reader: Reader;
  /** Aborted where the file is to stop. */
  readonly signal: AbortSignal;
  readonly move: (state: State) => void;
  readonly progress: () => void;
  /** Waits for the connection, or a while. */
  readonly wait: () => Promise<void>;
}

/** Sends a file from its beginning, or from where it stopped, to its end; gives how it ended. Throws ServerFault, or what reading the file threw. */
export async function sendItem(item: Item, way: Way): Promise<State> {
  const { server, reader, signal } = way;
  const file = await item.open();
  signal.throwIfAborted();
  const begun = item.begun ?? (await begin(item, way));
  item.resumes ||= begun.resumes || item.sent > 0;
  const sum = reader.sha256(file);
  signal.addEventListener('abort', sum.cancel);
  for (;;) {
    way.move('sending');
    const trouble = await transfer(item, file, begun, way);
    signal.throwIfAborted();
    if (trouble === undefined) break;
    if (trouble === 'signed-out') throw new ServerFault('signed-out');
    if (trouble === 'gone') {
      delete item.begun;
      item.sent = 0;
      return 'gone';
    }
    // Throws where it was the file, not the connection.
    await file.slice(0, 1).arrayBuffer();
    if (trouble === 'stale') await untilReached(way, () => server.refresh());
    else await way.wait();
    signal.throwIfAborted();
  }
  way.move('comparing');
  const ours = await sum.sha256;
  const { state, sha256 } = await untilReached(way, () => server.sent(begun.id, ours));
  item.sha256 = sha256 ?? '';
  if (state === 'changed') return 'changed';
  return sha256 === ours ? 'sent' : 'gone';
}

/** Where it was cancelled meanwhile, nothing is left of it. */
async function begin(item: Item, way: Way): Promise<Begun> {
  const begun = await untilReached(way, () => way.server.begin(item.wish));
  item.begun = begun;
  if (way.signal.reason === 'cancelled') await way.server.remove(begun.id).catch(() => undefined);
  way.signal.throwIfAborted();
  return begun;
}

async function transfer(item: Item, file: Blob, begun: Begun, way: Way): Promise<Trouble | undefined> {
  return await new Promise((resolve) => {
    const sending = new Sending(
      file,
      begun,
      way.server.csrf,
      {
        progress(sent) {
          item.sent = sent;
          if (item.state === 'waiting') way.move('sending');
          way.progress();
        },
        waiting: () => way.move('waiting'),
        trouble: resolve,
        done: () => resolve(undefined),
      },
      // The server looks at what arrived when it is told the sum.
      async () => undefined,
    );
    way.signal.addEventListener('abort', () => void sending.pause().then(() => resolve(undefined)));
    sending.start();
  });
}

/** Asks till the server answers. */
async function untilReached<T>(way: Way, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ServerFault) || error.kind !== 'unreachable') throw error;
      await way.wait();
      way.signal.throwIfAborted();
    }
  }
}
