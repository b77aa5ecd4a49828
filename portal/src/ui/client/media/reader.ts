import type { Answers, FromWorker, Question, ToWorker } from './messages.ts';
import type { ZipItem } from './zip.ts';

/** What a file could not be read for; `name` is the browser's own (NotReadableError), or ZipFault with words for people. */
export class ReadFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** Reads files in a worker, so that the page stays quick. One that broke, or did not load, is begun again. */
export class Reader {
  readonly #url: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #number = 0;

  constructor(url: string) {
    this.#url = url;
    // Now, so that nothing need be fetched once files are chosen.
    this.#worker = this.#begin();
  }

  /** 64 hexadecimal digits. */
  fingerprint(file: Blob): Promise<string> {
    return this.#ask({ ask: 'fingerprint', file })[1];
  }

  /** 64 hexadecimal digits; `cancel` ends the reading. */
  sha256(file: Blob): { readonly sha256: Promise<string>; readonly cancel: () => void } {
    const [number, sha256] = this.#ask({ ask: 'sha256', file });
    // Whoever asked may have gone meanwhile.
    sha256.catch(() => undefined);
    return { sha256, cancel: () => this.#tell({ forget: number }) };
  }

  /** What is in an archive, and how to unpack one of it. */
  async zip(
    archive: Blob,
    most: number,
  ): Promise<{ items: readonly ZipItem[]; unpack: (index: number) => Promise<Blob> }> {
    const [number, list] = this.#ask({ ask: 'list', archive, most });
    return { items: await list, unpack: (index) => this.#ask({ ask: 'unpack', archive: number, index })[1] };
  }

  #ask<Q extends Question>(question: Q): [number: number, answer: Promise<Answers[Q['ask']]>] {
    const number = this.#number++;
    const answer = new Promise<Answers[Q['ask']]>((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as Waiting['resolve'], reject });
    });
    this.#tell({ number, question });
    return [number, answer];
  }

  #tell(order: ToWorker): void {
    this.#worker ??= this.#begin();
    this.#worker.postMessage(order);
  }

  #begin(): Worker {
    const worker = new Worker(this.#url, { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      const waiting = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if ('fault' in data) waiting?.reject(new ReadFault(data.fault.name, data.fault.message));
      else waiting?.resolve(data.answer as never);
    });
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(new ReadFault('WorkerError', message ?? ''));
      this.#waiting.clear();
    });
    return worker;
  }
}
