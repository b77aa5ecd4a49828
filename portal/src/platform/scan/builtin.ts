import { setImmediate } from 'node:timers/promises';
import { type Inspection, Inspector } from './inspector.ts';
import type { ScanLimits } from './ledger.ts';
import { readAbortable } from './read-abortable.ts';
import type { Scanner, Verdict } from './scanner.ts';
import { whyNotWhole } from './warnings.ts';

export interface BuiltinOptions {
  readonly limits?: Partial<ScanLimits>;
}

const ENGINE = 'builtin';
const NOTHING_FOUND = 'no known test signature found; not virus-scanned';

/** So often other work gets its turn, even when a stream always has the next chunk at hand. */
const TURN_BYTES = 4 * 1024 * 1024;

/**
 * The scanner for when no other is configured: knows the EICAR test file and a handful of signatures, looks inside ZIP and
 * gzip, tells what the bytes are, and warns of macros and programs. Never says `clean`.
 */
export function builtinScanner({ limits }: BuiltinOptions = {}): Scanner {
  return {
    engine: ENGINE,
    truly: false,
    async scan(file, { signal } = {}) {
      const inspector = new Inspector({ ...(limits && { limits }), ...(signal && { signal }) });
      try {
        let sinceTurn = 0;
        for await (const chunk of readAbortable(file.stream(), signal)) {
          await inspector.write(chunk);
          if (inspector.decided) break;
          if ((sinceTurn += chunk.length) < TURN_BYTES) continue;
          sinceTurn = 0;
          await setImmediate();
        }
        const inspection = await inspector.end(file.size);
        return { verdict: verdictOf(inspection), kind: inspection.kind, warnings: inspection.warnings };
      } finally {
        inspector.close();
      }
    },
  };
}

function verdictOf({ signature, warnings }: Inspection): Verdict {
  if (signature !== undefined) return { verdict: 'infected', engine: ENGINE, signature };
  const unseen = whyNotWhole(warnings);
  return { verdict: 'not-scanned', engine: ENGINE, reason: unseen ? `${unseen}; ${NOTHING_FOUND}` : NOTHING_FOUND };
}
