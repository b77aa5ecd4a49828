/**
 * The chunks of a stream until the signal aborts; then throws the signal's reason at once, even while the stream keeps
 * us waiting. The stream is told to stop in any case. Its own errors come through.
 */
export async function* readAbortable(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  if (!signal) {
    yield* stream;
    return;
  }
  const iterator = stream[Symbol.asyncIterator]();
  let giveUp: () => void = () => undefined;
  const onAbort = () => giveUp();
  signal.addEventListener('abort', onAbort, { once: true });
  let finished = false;
  try {
    for (;;) {
      // A new promise for each read: racing against one that lives as long as the stream would gather reactions on it.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        giveUp = () => reject(signal.reason);
        iterator.next().then(resolve, reject);
      });
      signal.throwIfAborted();
      finished = next.done === true;
      if (finished) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a stream that hangs in `next` hangs in `return` too, and what it says on its way out is of no use.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
