import type { CheckContext, KnownTemplate, Summary, Template } from '@garner/validate';
import { blobFindings, FindingsReader, type GroupCount, groupCounts, inflateRaw } from '@garner/validate/findings-file';
import type { FromWorker, Outcome, Progress, ToWorker, Trouble } from './messages.ts';

/** Thrown where a check has no outcome. */
export class CheckTrouble extends Error {
  override name = 'CheckTrouble';
  readonly trouble: Trouble;

  constructor(trouble: Trouble, detail: string) {
    super(detail);
    this.trouble = trouble;
  }
}

/** A file that was checked, and what came of it. */
export interface Checked {
  readonly file: { readonly name: string; readonly size: number };
  readonly template: { readonly name: string; readonly edition: string; readonly hash: string };
  readonly summary: Summary;
  readonly counts: readonly GroupCount[];
  readonly findings: FindingsReader;
}

/** Checks files in a worker by what the page holds (kit.tsx): one after another, each told from the last. */
export class Checker {
  /** Holds the parts that a result is made of. */
  readonly kit: HTMLElement;
  readonly #template: Template;
  readonly #hash: string;
  readonly #known: readonly KnownTemplate[];
  readonly #context: CheckContext;
  readonly #url: string;
  #worker: Worker;
  #loaded = true;

  constructor(kit: HTMLElement) {
    const { worker = '', template = '', hash = '', known = '', context = '' } = kit.dataset;
    this.kit = kit;
    this.#template = JSON.parse(template) as Template;
    this.#hash = hash;
    this.#known = JSON.parse(known) as readonly KnownTemplate[];
    this.#context = JSON.parse(context) as CheckContext;
    this.#url = worker;
    // Now, so that nothing need be fetched once a file is chosen.
    this.#worker = this.#begin();
  }

  /** Checks a file. Throws CheckTrouble; a check that runs must have ended before the next. */
  async check(file: File, context: CheckContext, onProgress: (done: Progress) => void): Promise<Checked> {
    if (!this.#loaded) this.#worker = this.#begin();
    const worker = this.#worker;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if ('progress' in data) onProgress(data.progress);
        else if ('outcome' in data) resolve(data.outcome);
        else reject(new CheckTrouble(data.trouble, data.detail));
      };
      worker.onerror = ({ message }) => {
        this.#loaded = false;
        worker.terminate();
        // A script that did not load says nothing; one that broke says how.
        reject(new CheckTrouble(message ? 'failed' : 'not-loaded', message ?? ''));
      };
      this.#tell({
        check: { file, template: this.#template, known: this.#known, context: { ...this.#context, ...context } },
      });
    });
    const { name, edition } = this.#template;
    return {
      file: { name: file.name, size: file.size },
      template: { name, edition, hash: this.#hash },
      summary: outcome.summary,
      counts: groupCounts(outcome.summary.byRule, outcome.groups),
      findings: await FindingsReader.open(blobFindings(outcome.findings), inflateRaw),
    };
  }

  /** Makes the check that runs throw, as cancelled. */
  cancel(): void {
    this.#tell({ cancel: true });
  }

  #tell(order: ToWorker): void {
    this.#worker.postMessage(order);
  }

  #begin(): Worker {
    const worker = new Worker(this.#url, { type: 'module' });
    this.#loaded = true;
    worker.onerror = () => {
      this.#loaded = false;
    };
    return worker;
  }
}
