import { DetailedError, Upload } from 'tus-js-client';

/** Each piece is allowed anew by the server, and is the most that is sent twice after a break. */
const PIECE = 8 * 1024 * 1024;
/** Waits between tries of one piece; after the last the person is told, and can go on by a button. */
const RETRIES = [0, 1000, 3000, 5000, 10_000, 20_000];

/** Why it stopped for good. `stale`: the page's token is no longer taken. */
export type Trouble = 'signed-out' | 'stale' | 'gone' | 'interrupted';

export interface Hears {
  readonly progress: (sent: number, total: number) => void;
  /** A try failed and another follows by itself. */
  readonly waiting: () => void;
  readonly trouble: (trouble: Trouble) => void;
  readonly done: (id: string) => void;
}

type Complete = (id: string, csrf: string) => Promise<Trouble | undefined>;

/** Sends a file in pieces from wherever the server stands. After trouble, another one goes on. */
export class Sending {
  readonly #upload: Upload;
  readonly #id: string;
  readonly #csrf: string;
  readonly #hears: Hears;
  readonly #complete: Complete;

  /** `complete` is asked once all is sent: nothing where every byte is there. */
  constructor(
    file: Blob,
    upload: { id: string; url: string },
    csrf: string,
    hears: Hears,
    complete: Complete = completeUpload,
  ) {
    this.#id = upload.id;
    this.#csrf = csrf;
    this.#hears = hears;
    this.#complete = complete;
    this.#upload = new Upload(file, {
      uploadUrl: upload.url,
      chunkSize: PIECE,
      retryDelays: RETRIES,
      storeFingerprintForResuming: false,
      headers: { 'x-csrf-token': csrf },
      onProgress: hears.progress,
      onShouldRetry: (error) => {
        const status = statusOf(error);
        const retry = status === 0 || status === 409 || status === 423 || status >= 500;
        if (retry) hears.waiting();
        return retry;
      },
      onError: (error) => hears.trouble(troubleOf(error)),
      onSuccess: () => void this.#end(),
    });
  }

  start(): void {
    this.#upload.start();
  }

  /** Stops sending; what arrived stays on the server. */
  async pause(): Promise<void> {
    await this.#upload.abort();
  }

  async #end(): Promise<void> {
    const trouble = await this.#complete(this.#id, this.#csrf);
    if (trouble) this.#hears.trouble(trouble);
    else this.#hears.done(this.#id);
  }
}

/** Asks the server to look that every byte is there: it may have been killed just after the last. */
async function completeUpload(id: string, csrf: string): Promise<Trouble | undefined> {
  try {
    const answer = await fetch(`/uploads/${id}/complete`, {
      method: 'POST',
      headers: { 'x-csrf-token': csrf, accept: 'application/json' },
    });
    if (answer.status === 401) return 'signed-out';
    const { state } = (await answer.json()) as { state?: string };
    if (answer.ok && state === 'received') return undefined;
    return answer.ok ? 'gone' : 'interrupted';
  } catch {
    return 'interrupted';
  }
}

function statusOf(error: Error): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

function troubleOf(error: Error): Trouble {
  const status = statusOf(error);
  if (status === 401) return 'signed-out';
  if (status === 403) return 'stale';
  return status === 404 || status === 410 ? 'gone' : 'interrupted';
}
