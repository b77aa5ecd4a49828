/** Checks a File that a person has chosen. It is read piece by piece in the worker and sent nowhere. */
export function checkInWorker(file, template, { context, onFindings, onProgress }) {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers();
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.onmessage = ({ data: { done, findings, summary } }) => {
    if (done) onProgress(done.bytes / file.size);
    if (findings) onFindings(findings);
    if (summary) resolve(summary);
  };
  worker.postMessage({ file, template, context });
  return promise.finally(() => worker.terminate());
}
