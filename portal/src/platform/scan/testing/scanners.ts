import type { Clock } from '../../clock.ts';
import { openLog } from '../../log.ts';
import type { ClamdScannerOptions } from '../clamd.ts';
import { clamdScanner, type OpenScanner } from '../clamd.ts';

/** A clock that stands still until it is told otherwise. */
export function testClock(now = new Date('2026-01-06T09:00:00Z')): Clock & { pass(milliseconds: number): void } {
  let at = now.getTime();
  return {
    now: () => new Date(at),
    pass(milliseconds) {
      at += milliseconds;
    },
  };
}

/** A clamd scanner with its log, an object for each line. */
export function testScanner(options: Pick<ClamdScannerOptions, 'address'> & Partial<ClamdScannerOptions>): {
  readonly scanner: OpenScanner;
  readonly clock: ReturnType<typeof testClock>;
  readonly lines: { readonly level: number; readonly msg: string; readonly [key: string]: unknown }[];
} {
  const clock = testClock();
  const lines: ReturnType<typeof testScanner>['lines'] = [];
  const log = openLog('info', { write: (line) => lines.push(JSON.parse(line)) });
  return { scanner: clamdScanner({ largestFile: 1_000_000, clock, log, ...options }), clock, lines };
}
