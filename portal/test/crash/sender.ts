/** A data manager's browser over real HTTP, that goes on after Garner was killed and has come back. */
export class Sender {
  readonly #address: () => Promise<string>;
  readonly #cookies: Map<string, string> = new Map();
  #csrf = '';

  /** `address` waits until Garner is up and says where. */
  constructor(address: () => Promise<string>) {
    this.#address = address;
  }

  /** One request; answers like a browser would get it, without following. Throws where nobody answers. */
  async ask(
    path: string,
    { method = 'GET', headers = {}, body }: Ask = {},
  ): Promise<{ status: number; headers: Headers; body: string }> {
    const response = await fetch((await this.#address()) + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      headers: {
        accept: 'text/html',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    this.#csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.#csrf;
    return { status: response.status, headers: response.headers, body: text };
  }

  /** Asks until there is an answer that says what is wanted, however often Garner goes down meanwhile. */
  async insist<T>(what: string, ask: () => Promise<T | undefined>, deadlineMs = 90_000): Promise<T> {
    const end = performance.now() + deadlineMs;
    let last: unknown;
    for (;;) {
      const answer = await ask().catch((error: unknown) => {
        last = error;
        return undefined;
      });
      if (answer !== undefined) return answer;
      if (performance.now() > end) throw new Error(`Waited in vain for ${what}`, { cause: last });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Password, then the code that the demonstration shows. */
  async signIn(email: string, password: string): Promise<void> {
    await this.insist(`${email} to sign in`, async () => {
      await this.ask('/sign-in');
      const { status } = await this.#form('/sign-in', { email, password });
      if (status !== 303) return undefined;
      await this.ask('/sign-in/step');
      await this.#form('/sign-in/step/send', { by: 'text' });
      const { body } = await this.ask('/development/messages');
      const code = /(\d{6}) is your code/.exec(body)?.[1] ?? '';
      const signedIn = await this.#form('/sign-in/step/phone', { code });
      return signedIn.status === 303 ? true : undefined;
    });
  }

  async #form(path: string, fields: Readonly<Record<string, string>>) {
    return await this.ask(path, { method: 'POST', body: new URLSearchParams({ _csrf: this.#csrf, ...fields }) });
  }

  /** Posts JSON as the browser's scripts do. */
  async post(path: string, body: unknown): Promise<{ status: number; body: string }> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': this.#csrf };
    return await this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  begin(returnId: number, name: string, size: number): Promise<string> {
    return this.insist(`${name} to be begun`, async () => {
      const { status, body } = await this.post(`/returns/${returnId}/uploads`, { name, size });
      if (status === 409 || status === 507) throw new Error(body);
      return status === 201 ? (JSON.parse(body) as { id: string }).id : undefined;
    });
  }

  async #tus(method: 'HEAD' | 'PATCH', id: string, more: Readonly<Record<string, string>>, body?: Buffer) {
    const headers = { 'tus-resumable': '1.0.0', 'x-csrf-token': this.#csrf, accept: 'application/json', ...more };
    return await this.ask(`/uploads/${id}`, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
  }

  /** Sends what is missing up to `upTo`, a piece at a time. */
  async sendBytes(id: string, content: Buffer, piece: number, upTo: number = content.length): Promise<void> {
    await this.insist(`the bytes of ${id}`, async () => {
      const { headers, status } = await this.#tus('HEAD', id, {});
      const offset = Number(headers.get('upload-offset') ?? Number.NaN);
      if (status !== 200 || Number.isNaN(offset)) return undefined;
      if (offset >= upTo) return true;
      const more = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
      await this.#tus('PATCH', id, more, content.subarray(offset, Math.min(upTo, offset + piece)));
      return undefined;
    });
  }

  /** Waits until Garner has said that it has the whole file. */
  async complete(id: string): Promise<void> {
    await this.insist(`the word that ${id} is complete`, async () => {
      const { status, body } = await this.post(`/uploads/${id}/complete`, {});
      return status === 200 && (JSON.parse(body) as { state: string }).state === 'received' ? true : undefined;
    });
  }

  /** The number of the attempt that an upload became. */
  attempt(returnId: number, id: string): Promise<number> {
    return this.insist(`the attempt of ${id}`, async () => {
      const { headers } = await this.ask(`/returns/${returnId}/arrived/${id}`);
      return Number(/\/submissions\/(\d+)$/.exec(headers.get('location') ?? '')?.[1]) || undefined;
    });
  }

  /** The page of an attempt once it is decided. */
  verdict(returnId: number, number: number): Promise<string> {
    return this.insist(`the verdict on attempt ${number}`, async () => {
      const { status, body } = await this.ask(`/returns/${returnId}/submissions/${number}`);
      return status === 200 && !body.includes('id="follow"') ? body : undefined;
    });
  }
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}
