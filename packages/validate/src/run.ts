import { type CheckOptions, checkFile } from './check.ts';
import { type CompiledTemplate, compileTemplate } from './compile.ts';
import type { Finding, Summary } from './finding.ts';
import type { Source } from './source.ts';
import type { Template } from './template.ts';

/** A check that runs while its findings are asked for. Use it once: as findings one by one, or as batches. */
export interface CheckRun extends AsyncIterable<Finding> {
  /** The findings as they come, some at a time: the quicker way where there are millions. */
  batches(): AsyncGenerator<readonly Finding[], Summary>;
  /** What the check came to; reads on to the end where nobody has, leaving out the findings nobody took. */
  summary(): Promise<Summary>;
}

/**
 * Checks a file against a template. Findings come in the order of their rows; memory stays bounded whatever the size of
 * the file. Nothing is read before the first finding or the summary is asked for. Throws TemplateError or
 * ExpressionError where the template cannot be run; errors of the source and an abort pass through.
 */
export function check(source: Source, template: Template | CompiledTemplate, options: CheckOptions = {}): CheckRun {
  const compiled = 'sentinels' in template ? template : compileTemplate(template);
  let summary: Summary | undefined;
  async function* batches(): AsyncGenerator<readonly Finding[], Summary> {
    summary = yield* run;
    return summary;
  }
  const run = checkFile(source, compiled, options);
  const steps = batches();
  return {
    batches: () => steps,
    async *[Symbol.asyncIterator]() {
      for await (const batch of steps) yield* batch;
    },
    async summary() {
      for await (const _ of steps) {
        // Only the counts are wanted.
      }
      if (!summary) throw new Error('The check was given up before its end');
      return summary;
    },
  };
}
