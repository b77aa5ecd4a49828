/** One measured run in a process of its own: node bench/measure.ts engine|naive|read FILE. Prints a Measure as JSON. */
import { closeSync, openSync, readSync } from 'node:fs';
import { checkFile, compileTemplate, type Finding, type Summary } from '../packages/validate/src/index.ts';
import { fileSource } from '../packages/validate/src/node.ts';
import { naiveCheck } from './naive-check.ts';
import { CONTEXT, RETURN } from './ptq-return.ts';
import { ptqTemplate } from './ptq-template.ts';

/** What one run took. */
export interface Measure {
  /** From reading the template to the last finding, without the start of the process. */
  readonly milliseconds: number;
  /** Most memory the process ever held, in bytes. */
  readonly peak: number;
  /** What was found: findings of the engine, wrong rows of the naive check, bytes of the plain read. */
  readonly found: number;
}

export type Way = 'engine' | 'naive' | 'read';

const WAYS: Readonly<Record<Way, (path: string) => Promise<number>>> = {
  engine: async (path) => {
    await using source = await fileSource(path);
    const batches = checkFile(source, compileTemplate(ptqTemplate()), { context: CONTEXT });
    let found = 0;
    for (;;) {
      const step: IteratorResult<Finding[], Summary> = await batches.next();
      if (step.done) return found;
      found += step.value.length;
    }
  },
  naive: async (path) => (await naiveCheck(path, ptqTemplate(), RETURN)).wrong,
  read: async (path) => {
    const buffer = new Uint8Array(256 * 1024);
    const file = openSync(path, 'r');
    let found = 0;
    for (let count = -1; count !== 0; found += count) count = readSync(file, buffer, 0, buffer.length, null);
    closeSync(file);
    return found;
  },
};

const [way, path] = process.argv.slice(2);
if (!path || !isWay(way)) throw new Error('Say how and what: node bench/measure.ts engine|naive|read FILE');
const start = performance.now();
const found = await WAYS[way](path);
const milliseconds = performance.now() - start;
const measure: Measure = { milliseconds, peak: process.resourceUsage().maxRSS * 1024, found };
console.log(JSON.stringify(measure));

function isWay(text: string | undefined): text is Way {
  return text === 'engine' || text === 'naive' || text === 'read';
}
