import { Worker } from 'node:worker_threads';
import type { CheckNews, CheckOrder } from './check-thread.ts';

type Outcome = Extract<CheckNews, { summary: unknown }>;

/** Runs a check in a thread; `onProgress` hears of it a few times a second. Rejects when aborted or when the thread dies. */
export async function runInThread(
  order: CheckOrder,
  signal: AbortSignal,
  onProgress: (done: { bytes: number; rows: number }) => void,
): Promise<Outcome> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./check-thread.ts', import.meta.url), {
    workerData: order,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      worker.on('message', (news: CheckNews) => {
        if ('progress' in news) onProgress(news.progress);
        else resolve(news);
      });
      worker.on('error', reject);
      worker.on('exit', (code) =>
        reject(signal.aborted ? signal.reason : new Error(`The check's thread ended with ${code}`)),
      );
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
