import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { ClamdClient, type ClamdOptions, type ClamdStream } from './clamd-client.ts';
import type { Answer } from './clamd-reply.ts';
import { Trust } from './clamd-trust.ts';
import { type Inspection, Inspector } from './inspector.ts';
import type { ScanLimits } from './ledger.ts';
import { readAbortable } from './read-abortable.ts';
import type { ScanFile, Scanner, ScanResult, Verdict } from './scanner.ts';
import { type SelfTest, selfTest } from './self-test.ts';
import { Slots } from './slots.ts';
import { whyNotWhole } from './warnings.ts';

export interface ClamdScannerOptions extends ClamdOptions {
  /** Bytes of the largest file that may ever be sent: the self-test makes one as large. */
  readonly largestFile: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Files at once; clamd looks at MaxThreads at once, for all who ask it. */
  readonly connections?: number;
  readonly limits?: Partial<ScanLimits>;
}

/** A scanner that is opened, tested and closed. */
export interface OpenScanner extends Scanner, AsyncDisposable {
  /** Runs the self-test, where none holds, and logs what it finds. Undefined when the scanner was closed before its end. */
  ready(): Promise<SelfTest | undefined>;
}

const ENGINE = 'clamd';
const UNPACKS_TO_MORE = 'a file in it unpacks to more than the virus scanner is known to look at';
const USUAL_CONNECTIONS = 4;
/** So often other work gets its turn while clamd is not there to wait for. */
const TURN_BYTES = 4 * 1024 * 1024;

/**
 * The scanner for production: clamd says what is malware, our own look at the same bytes tells kind and warnings. `clean` is said only
 * when clamd passed its self-test, looked at every byte and says OK, and nothing in the file stayed unseen; in every doubt `not-scanned`.
 */
export function clamdScanner(options: ClamdScannerOptions): OpenScanner {
  const { largestFile, clock, log, connections = USUAL_CONNECTIONS, limits } = options;
  const clamd = new ClamdClient(options);
  const slots = new Slots(connections);
  const test = (signal: AbortSignal) => selfTest(clamd, { largestFile, now: clock.now(), signal });
  const trust = new Trust({ test, clock, log });

  const look = async (file: ScanFile, tested: SelfTest, signal: AbortSignal | undefined): Promise<ScanResult> => {
    const inspector = new Inspector({ ...(limits && { limits }), ...(signal && { signal }) });
    const stream = tested.reached ? clamd.begin(file.size, signal) : undefined;
    try {
      await tee(readAbortable(file.stream(), signal), stream, inspector);
      const inspection = await inspector.end(file.size);
      const answer = await stream?.end();
      if (answer?.says === 'unseen') {
        if (answer.why === 'gone') trust.doubt();
        log.warn({ reason: answer.detail, bytes: file.size }, 'the virus scanner did not look at a file');
      }
      return { verdict: verdictOf(inspection, answer, tested), kind: inspection.kind, warnings: inspection.warnings };
    } finally {
      stream?.close();
      inspector.close();
    }
  };

  return {
    engine: ENGINE,
    get truly() {
      return trust.ok;
    },
    ready: () => trust.current().catch((error: unknown) => (trust.closed ? undefined : Promise.reject(error))),
    async scan(file, { signal } = {}) {
      const free = await slots.take(signal);
      try {
        return await look(file, await unlessAborted(trust.current(), signal), signal);
      } finally {
        free();
      }
    },
    async [Symbol.asyncDispose]() {
      trust.close();
    },
  };
}

/** Each chunk goes to clamd and through our own look before the next is asked for: no more than one is held. */
async function tee(chunks: AsyncIterable<Uint8Array>, stream: ClamdStream | undefined, inspector: Inspector) {
  let sinceTurn = 0;
  for await (const chunk of chunks) {
    const sending = stream && !stream.over;
    if (!sending && inspector.decided) return;
    await Promise.all([stream?.write(chunk), inspector.decided || inspector.write(chunk)]);
    if ((sinceTurn += chunk.length) < TURN_BYTES) continue;
    sinceTurn = 0;
    await setImmediate();
  }
}

/** `answer` is absent where clamd was not asked, because it was not there for its self-test. */
function verdictOf(
  { signature, warnings, largestUnpacked }: Inspection,
  answer: Answer | undefined,
  tested: SelfTest,
): Verdict {
  if (answer?.says === 'found') return { verdict: 'infected', engine: ENGINE, signature: answer.signature };
  if (signature !== undefined) return { verdict: 'infected', engine: ENGINE, signature };
  const unseen = whyNotWhole(warnings);
  const reasons = unseen === undefined ? [] : [unseen];
  if (answer?.says === 'unseen') reasons.push(answer.reason);
  if (!tested.ok) reasons.push(whyNotTrusted(tested));
  else if (answer?.says === 'ok' && largestUnpacked > tested.unpacks) reasons.push(UNPACKS_TO_MORE);
  if (reasons.length === 0 && answer?.says === 'ok') return { verdict: 'clean', engine: ENGINE };
  const scanners = !tested.ok || (answer?.says === 'unseen' && PASSING.has(answer.why));
  const reason = reasons.join('; ');
  return { verdict: 'not-scanned', engine: ENGINE, reason, ...(scanners && unseen === undefined && { passing: true }) };
}

function whyNotTrusted({ reached, faults }: SelfTest): string {
  const shorts = [...new Set(faults.map(({ short }) => short))];
  if (!reached) return `the virus scanner ${shorts.join('; it ')}`;
  return `the virus scanner cannot be relied on: it ${shorts.join('; it ')}`;
}

/** What is the scanner's trouble and not the file's. */
const PASSING: ReadonlySet<string> = new Set(['failed', 'late', 'gone']);

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
