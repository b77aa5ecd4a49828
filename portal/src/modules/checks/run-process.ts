import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { CheckNews, CheckOrder } from './check-process.ts';

type Outcome = Extract<CheckNews, { summary: unknown }>;

/** Enough for any file, as the engine keeps little on the heap; a tight young space keeps the process small. */
const LIMITS = ['--max-old-space-size=128', '--max-semi-space-size=4'];
const PROGRAM = fileURLToPath(new URL('./check-process.ts', import.meta.url));
const WORDS_KEPT = 2000;

/**
 * Runs a check in a process of its own; `onProgress` hears of it a few times a second. Rejects when aborted or when the
 * process ends without an outcome, with its last words. The process is given no setting and no secret.
 */
export async function runInProcess(
  order: CheckOrder,
  signal: AbortSignal,
  onProgress: (done: { bytes: number; rows: number }) => void,
): Promise<Outcome> {
  signal.throwIfAborted();
  const cache = getCompileCacheDir();
  const child = fork(PROGRAM, {
    execArgv: LIMITS,
    env: cache ? { NODE_COMPILE_CACHE: cache } : {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-WORDS_KEPT);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.on('message', (news: CheckNews) => {
        if ('progress' in news) onProgress(news.progress);
        else resolve(news);
      });
      child.once('error', reject);
      child.once('close', (code, killed) => {
        reject(
          signal.aborted ? signal.reason : new Error(`The check ended with ${killed ?? code}. ${lastWords}`.trim()),
        );
      });
    });
    child.send(order);
    return await outcome;
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill('SIGKILL');
    await ended;
  }
}
