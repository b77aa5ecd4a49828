import type { LightMyRequestResponse } from 'fastify';
import type { App } from '../src/platform/http/app.ts';
import { browserOf, PASSWORD } from './factories.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'OPTIONS';

export interface Ask {
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/** Somebody with a browser: keeps cookies, reads the CSRF token from the last page, follows nothing by itself. */
export class Visitor {
  readonly #app: App;
  readonly cookies: Map<string, string> = new Map();
  csrf = '';

  constructor(app: App) {
    this.#app = app;
  }

  /** Signs in as one of the test people, in a browser that they trust. */
  static async signedIn(app: App, email: string): Promise<Visitor> {
    const visitor = new Visitor(app);
    // By either name: the second is the one where only HTTPS is spoken.
    for (const name of ['garner_browser', '__Host-garner_browser']) visitor.cookies.set(name, browserOf(email));
    await visitor.get('/sign-in');
    const answer = await visitor.post('/sign-in', { email, password: PASSWORD });
    const place = String(answer.headers.location);
    if (answer.statusCode !== 303 || place.startsWith('/sign-in'))
      throw new Error(`${email} could not sign in: ${answer.statusCode} ${place}`);
    await visitor.get('/returns');
    return visitor;
  }

  async ask(url: string, { method = 'GET', headers = {}, payload }: Ask = {}): Promise<LightMyRequestResponse> {
    const answer = await this.#app.inject({
      method,
      url,
      headers: {
        accept: 'text/html',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.csrf;
    return answer;
  }

  get(url: string): Promise<LightMyRequestResponse> {
    return this.ask(url);
  }

  /** Sends a form with the token of the last page. */
  post(url: string, form: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    const payload = new URLSearchParams({ _csrf: this.csrf, ...form }).toString();
    return this.ask(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload });
  }

  /** Sends JSON as the browser scripts do. */
  postJson(url: string, body: unknown): Promise<LightMyRequestResponse> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': this.csrf };
    return this.ask(url, { method: 'POST', headers, payload: JSON.stringify(body) });
  }

  /** One tus request for an upload. */
  tus(method: 'HEAD' | 'PATCH' | 'DELETE', id: string, offset = 0, payload?: Buffer): Promise<LightMyRequestResponse> {
    const headers = {
      'tus-resumable': '1.0.0',
      'x-csrf-token': this.csrf,
      accept: 'application/json',
      ...(method === 'PATCH'
        ? { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
        : {}),
    };
    return this.ask(`/uploads/${id}`, { method, headers, ...(payload ? { payload } : {}) });
  }

  /** Sends a whole file for a return by the form without JavaScript; gives the answer. */
  sendForm(returnId: number, name: string, content: Buffer): Promise<LightMyRequestResponse> {
    const boundary = '----garner-test';
    const payload = Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${this.csrf}\r\n`),
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    return this.ask(`/returns/${returnId}/upload`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload,
    });
  }

  /** Begins an upload as the browser script does; gives its id. */
  async begin(returnId: number, name: string, size: number): Promise<string> {
    const answer = await this.postJson(`/returns/${returnId}/uploads`, { name, size, lastModified: 1_700_000_000_000 });
    if (answer.statusCode !== 201) throw new Error(`begin: ${answer.statusCode} ${answer.body}`);
    return (answer.json() as { id: string }).id;
  }
}
