/** Forms that ask the browser for a passkey: to make one, or to use one. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { element } from './parts/dom.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) watch(form);

function watch(form: HTMLFormElement): void {
  const problem = form.parentElement?.querySelector<HTMLElement>('[data-passkey-problem]');
  const say = (words: string): void => {
    problem?.replaceChildren(...(words === '' ? [] : [element('p', { class: 'govuk-error-message' }, words)]));
  };
  if (!browserSupportsWebAuthn()) {
    say('This browser cannot use passkeys. Use another way, or another browser.');
    return;
  }
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    if (button?.disabled) return;
    if (button) button.disabled = true;
    say('');
    ask(form)
      .then((response) => {
        field(form, 'response').value = JSON.stringify(response);
        // Past this listener: the form goes as it is.
        form.submit();
      })
      .catch((error: unknown) => {
        if (button) button.disabled = false;
        say(inWords(error));
      });
  });
}

async function ask(form: HTMLFormElement): Promise<unknown> {
  const answer = await fetch(form.dataset['options'] ?? '', {
    method: 'POST',
    headers: { accept: 'application/json', 'x-csrf-token': field(form, '_csrf').value },
  });
  const body = await answer.json();
  if (!answer.ok) throw new Refusal(body.detail);
  return form.dataset['passkey'] === 'make'
    ? await startRegistration({ optionsJSON: body })
    : await startAuthentication({ optionsJSON: body });
}

/** The server's own words. */
class Refusal extends Error {}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function inWords(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.';
  if (name === 'NotAllowedError' || name === 'AbortError')
    return 'No passkey was used: it was cancelled, took too long, or there is none on this device. Try again, or use another way.';
  return 'The passkey could not be used. Try again, or use another way.';
}
