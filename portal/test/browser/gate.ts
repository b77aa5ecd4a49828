import { builtinScanner, type Scanner } from '../../src/platform/scan/index.ts';

/** The builtin scanner behind a gate: while it is shut, scans wait, so that a check under way can be looked at. */
export class GatedScanner implements Scanner {
  readonly #inner: Scanner = builtinScanner();
  #open: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  get engine(): string {
    return this.#inner.engine;
  }

  get truly(): boolean {
    return this.#inner.truly;
  }

  shut(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#open = promise;
    this.#release = resolve;
  }

  open(): void {
    this.#release();
  }

  async scan(...args: Parameters<Scanner['scan']>): ReturnType<Scanner['scan']> {
    await this.#open;
    return await this.#inner.scan(...args);
  }
}
