import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { builtinScanner } from './builtin.ts';
import { clamdScanner, type OpenScanner } from './clamd.ts';
import { readClamdAddress } from './clamd-address.ts';

export interface ScannerSettings {
  /** Where clamd is, as `readClamdAddress` takes it; undefined for the builtin scanner. */
  readonly clamd: string | undefined;
  /** Bytes of the largest file that may ever be sent. */
  readonly largestFile: number;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * The scanner that is configured. Connects to nothing yet: call `ready` at the start of what scans, so that faults are in the log
 * before the first file comes; without it the first file has the self-test run. Throws when the address cannot be read.
 */
export function openScanner({ clamd, largestFile, log, clock }: ScannerSettings): OpenScanner {
  if (clamd === undefined) return openBuiltin();
  const read = readClamdAddress(clamd);
  if ('fault' in read) throw new Error(read.fault);
  return clamdScanner({ address: read.address, largestFile, log, clock });
}

/** There is nothing to test: it never says `clean`. */
function openBuiltin(): OpenScanner {
  const tested = { ok: false, reached: true, version: undefined, unpacks: 0, faults: [], remarks: [] };
  return { ...builtinScanner(), ready: async () => tested, async [Symbol.asyncDispose]() {} };
}
