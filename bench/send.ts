import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Upload } from 'tus-js-client';
import type { RunningGarner } from './garner-process.ts';

/** Sends a file as a browser does, in pieces of 8 MiB by tus; gives the id of the upload once every byte is there. */
export async function sendFile(garner: RunningGarner, returnId: number, path: string): Promise<string> {
  const { size } = await stat(path);
  const headers = { ...garner.headers, 'x-csrf-token': garner.csrf };
  const begun = await fetch(`${garner.base}/returns/${returnId}/uploads`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'outcomes.csv', size }),
  });
  if (!begun.ok) throw new Error(await begun.text());
  const { id, url } = (await begun.json()) as { id: string; url: string };
  await new Promise<void>((resolve, reject) => {
    new Upload(createReadStream(path), {
      uploadUrl: garner.base + url,
      uploadSize: size,
      chunkSize: 8 * 1024 * 1024,
      headers,
      retryDelays: null,
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  return id;
}

/** Waits for the verdict on a return's first attempt by its news; gives the status. */
export async function verdict(garner: RunningGarner, returnId: number, number = 1): Promise<string> {
  for (;;) {
    const answer = await fetch(`${garner.base}/returns/${returnId}/submissions/${number}/events`, {
      headers: garner.headers,
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      continue;
    }
    const news = (await answer.text()).trim().split('\n\n').at(-1)!.slice('data: '.length);
    const { status, decided } = JSON.parse(news) as { status: string; decided: boolean };
    if (decided) return status;
  }
}
