import type { Clock } from '../clock.ts';
import { type Phone, phoneStaysHere } from './index.ts';
import { callByWebhook } from './voice.ts';

/** GOV.UK Notify: its key, and the id of a template whose whole text is ((message)). */
export interface NotifySettings {
  readonly key: string;
  readonly template: string;
  /** Another address than Notify's own. */
  readonly url: string | undefined;
}

export interface PhoneSettings {
  readonly notify: NotifySettings | undefined;
  readonly voice: { readonly url: string; readonly secret: string } | undefined;
}

/** Text messages by GOV.UK Notify, calls by a signed request to the operator's telephony service; each only where it is set up. */
export async function openPhone({ notify, voice }: PhoneSettings, clock: Clock): Promise<Phone> {
  return {
    textsStayHere: notify === undefined,
    callsStayHere: voice === undefined,
    text: notify === undefined ? phoneStaysHere.text : await textByNotify(notify),
    call:
      voice === undefined
        ? phoneStaysHere.call
        : (to, words, reference) => callByWebhook({ ...voice, clock }, to, words, reference),
  };
}

async function textByNotify({ key, template, url }: NotifySettings): Promise<Phone['text']> {
  const { NotifyClient } = await import('notifications-node-client');
  // The key ends with the ids of the service and of the key itself, each a UUID of 36 characters.
  const client = url === undefined ? new NotifyClient(key) : new NotifyClient(url, key);
  return async (to, words, reference) => {
    try {
      await client.sendSms(template, to, { personalisation: { message: words }, reference });
    } catch (error) {
      // The library's own message repeats the request, code and number included.
      const { status } = (error as { response?: { status?: number } }).response ?? {};
      throw new Error(`GOV.UK Notify did not take the text message (${status ?? 'no answer'})`);
    }
  };
}
