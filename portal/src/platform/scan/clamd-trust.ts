import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SelfTest } from './self-test.ts';

export interface TrustOptions {
  readonly test: (signal: AbortSignal) => Promise<SelfTest>;
  readonly clock: Clock;
  readonly log: Log;
}

/** So long, in milliseconds, a self-test holds before the next file has it repeated. */
const FAILED_HOLDS = 30_000;
/** Nothing tells us that clamd was started again with other settings. */
const PASSED_HOLDS = 3_600_000;

/** Whether the scanner may be believed: remembers the last self-test, and repeats it when there is reason to. */
export class Trust {
  readonly #options: TrustOptions;
  readonly #closing = new AbortController();
  #last: SelfTest | undefined;
  #testedAt = 0;
  #doubted = true;
  #running: Promise<SelfTest> | undefined;
  #told = '';

  constructor(options: TrustOptions) {
    this.#options = options;
  }

  /** The last self-test went well, and nothing since gave reason for doubt. */
  get ok(): boolean {
    return !this.#doubted && this.#last?.ok === true;
  }

  /** The self-test that holds now; one is run where there was none, where there is doubt, or where one failed a while ago. */
  current(): Promise<SelfTest> {
    const last = this.#last;
    const age = this.#options.clock.now().getTime() - this.#testedAt;
    // An age below zero: the clock was set back.
    const holds = last && !this.#doubted && age >= 0 && age < (last.ok ? PASSED_HOLDS : FAILED_HOLDS);
    if (holds) return Promise.resolve(last);
    this.#running ??= this.#test().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The scanner went away: it may come back another one. Its next file is preceded by a self-test. */
  doubt(): void {
    if (this.#last?.ok) this.#doubted = true;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Calls off a self-test under way: whoever waits for it is told why. */
  close(): void {
    this.#closing.abort(new Error('Garner is stopping'));
  }

  async #test(): Promise<SelfTest> {
    const result = await this.#options.test(this.#closing.signal);
    this.#last = result;
    this.#doubted = false;
    this.#testedAt = this.#options.clock.now().getTime();
    this.#tell(result);
    return result;
  }

  /** Says each thing once, not every half minute. */
  #tell({ ok, version, faults, remarks }: SelfTest): void {
    const mend = faults.map((fault) => fault.mend);
    const news = JSON.stringify([version, mend, remarks]);
    if (news === this.#told) return;
    this.#told = news;
    const { log } = this.#options;
    if (!ok)
      log.error({ version, faults: mend, remarks }, 'the virus scanner failed its self-test: no file is called clean');
    else if (remarks.length > 0) log.warn({ version, remarks }, 'the virus scanner passed its self-test, with remarks');
    else log.info({ version }, 'the virus scanner passed its self-test');
  }
}
