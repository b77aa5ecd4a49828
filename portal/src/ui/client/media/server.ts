import type { Role } from './manifest.ts';
import type { Asked } from './review.ts';

export interface Wish {
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
  readonly fingerprint: string;
  readonly role: Role;
  readonly candidates: readonly number[];
}

export interface Begun {
  readonly id: string;
  readonly url: string;
  /** Begun before, here or elsewhere. */
  readonly resumes: boolean;
}

export interface SentAnswer {
  readonly state: string;
  readonly sha256: string | null;
}

/** Why the server did not do what was asked; `refused` comes with its own words. */
export class ServerFault extends Error {
  readonly kind: 'signed-out' | 'unreachable' | 'refused';
  readonly title: string;
  readonly status: number;

  constructor(kind: ServerFault['kind'], status = 0, title = '', detail = '') {
    super(detail);
    this.kind = kind;
    this.status = status;
    this.title = title;
  }
}

/** Speaks with the server about the files of one component. Everything throws ServerFault. */
export class Server {
  readonly signIn: string;
  readonly #begin: string;
  readonly #known: string;
  #csrf: string;

  constructor(form: HTMLElement) {
    const { begin = '', known = '', signIn = '', csrf = '' } = form.dataset;
    this.#begin = begin;
    this.#known = known;
    this.signIn = signIn;
    this.#csrf = csrf;
  }

  get csrf(): string {
    return this.#csrf;
  }

  async known(): Promise<Asked> {
    return (await this.#ask('GET', this.#known)) as Asked;
  }

  async begin(wish: Wish): Promise<Begun> {
    return (await this.#ask('POST', this.#begin, wish)) as Begun;
  }

  async sent(id: string, sha256: string): Promise<SentAnswer> {
    return (await this.#ask('POST', `/media/files/${id}/sent`, { sha256 })) as SentAnswer;
  }

  /** Takes a file away, with what was sent of it. */
  async remove(id: string): Promise<void> {
    await this.#fetch('POST', `/media/files/${id}/delete`);
  }

  /** After signing in again the page's token is another. */
  async refresh(): Promise<void> {
    const answer = await this.#fetch('GET', location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    this.#csrf = page.getElementById('media-form')?.dataset['csrf'] ?? this.#csrf;
  }

  async #ask(method: string, url: string, body?: unknown): Promise<unknown> {
    try {
      return await (await this.#fetch(method, url, body)).json();
    } catch (error) {
      if (error instanceof ServerFault) throw error;
      throw new ServerFault('unreachable');
    }
  }

  /** A token that is no longer taken is fetched anew, once. */
  async #fetch(method: string, url: string, body?: unknown, again = false): Promise<Response> {
    const answer = await fetch(url, {
      method,
      headers: {
        accept: url === location.href ? 'text/html' : 'application/json',
        ...(method === 'POST' && { 'x-csrf-token': this.#csrf }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ServerFault('unreachable');
    });
    if (answer.ok) return answer;
    if (answer.status === 401) throw new ServerFault('signed-out', 401);
    if (answer.status === 429 || answer.status >= 500) throw new ServerFault('unreachable', answer.status);
    if (answer.status === 403 && method === 'POST' && !again) {
      await this.refresh();
      return await this.#fetch(method, url, body, true);
    }
    const { title = '', detail = '' } = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new ServerFault('refused', answer.status, title, detail);
  }
}
