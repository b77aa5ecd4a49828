/**
 * Checks files in the browser, away from the page. By the policy that this script is served with it can reach nothing
 * outside: what it reads stays on the computer. Findings go to Blobs as they come, so that any number of them fits.
 */
import { blobSource, checkFile, compileTemplate } from '@garner/validate';
import { BlobSink, deflateRaw, FindingsWriter } from '@garner/validate/findings-file';
import type { CheckOrder, FromWorker, Outcome, ToWorker, Trouble } from './check/messages.ts';

const NEWS_EVERY_MS = 100;

let running: AbortController | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('cancel' in data) return running?.abort();
  const { signal } = (running = new AbortController());
  runCheck(data.check, signal).then(
    (outcome) => tell({ outcome }),
    (error: Error) => tell({ trouble: troubleOf(error, signal), detail: `${error.name}: ${error.message}` }),
  );
});

async function runCheck({ file, template, known, context }: CheckOrder, signal: AbortSignal): Promise<Outcome> {
  const sink = new BlobSink();
  const writer = new FindingsWriter(sink, deflateRaw);
  let told = performance.now();
  const check = checkFile(blobSource(file), compileTemplate(template), {
    known,
    context,
    signal,
    onProgress(progress) {
      if (performance.now() - told < NEWS_EVERY_MS) return;
      told = performance.now();
      tell({ progress });
    },
  });
  for (let next = await check.next(); ; next = await check.next()) {
    signal.throwIfAborted();
    if (!next.done) {
      await writer.add(next.value);
      continue;
    }
    await writer.end();
    return { summary: next.value, groups: writer.groups, findings: sink.blob() };
  }
}

function tell(news: FromWorker): void {
  postMessage(news);
}

function troubleOf(error: Error, signal: AbortSignal): Trouble {
  if (signal.aborted) return 'cancelled';
  return ['NotReadableError', 'NotFoundError', 'SecurityError'].includes(error.name) ? 'unreadable' : 'failed';
}
