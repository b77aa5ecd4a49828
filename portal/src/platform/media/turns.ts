let last: Promise<void> = Promise.resolve();

/** Does the work once all that asked earlier have ended; throws the signal's reason where that aborts before. */
export async function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = last;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  last = before.then(() => ended);
  try {
    await unlessAborted(signal, before);
    return await work();
  } finally {
    end();
  }
}

async function unlessAborted(signal: AbortSignal, before: Promise<void>): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const abort = (): void => resolve();
  signal.addEventListener('abort', abort);
  await Promise.race([before, aborted]);
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
}
