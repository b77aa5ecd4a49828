import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

const PATIENCE_MS = 10_000;

/**
 * Has words read out by a telephony service of the operator's: a POST of JSON `{ id, to, words }` to its address, with the
 * headers `garner-timestamp` (seconds since 1970) and `garner-signature`: `sha256=` and, in hexadecimal, HMAC-SHA-256 of
 * "timestamp.body" by the shared secret. The service refuses what is older than five minutes and answers 2xx; the same
 * `id` twice is one call. Throws where it did not take it.
 */
export async function callByWebhook(
  { url, secret, clock }: { readonly url: string; readonly secret: string; readonly clock: Clock },
  to: string,
  words: string,
  reference: string = randomUUID(),
): Promise<void> {
  const body = JSON.stringify({ id: reference, to, words });
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'garner-timestamp': timestamp,
      'garner-signature': `sha256=${signature}`,
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  // Its answer is of no interest, but must be read for the connection to be used again.
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`The telephony service answered ${answer.status}`);
}
