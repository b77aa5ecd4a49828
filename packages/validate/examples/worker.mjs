import { blobSource, check } from '@garner/validate';

self.onmessage = async ({ data: { file, template, context } }) => {
  const onProgress = (done) => self.postMessage({ done });
  const run = check(blobSource(file), template, { context, onProgress });
  for await (const findings of run.batches()) if (findings.length > 0) self.postMessage({ findings });
  self.postMessage({ summary: await run.summary() });
};
