import fc from 'fast-check';
import { type CompiledTemplate, compileTemplate, type Template } from '../../src/index.ts';
import type { Outcome } from '../run.ts';
import { repeatsByTexts, repeatsFound } from './repeats.ts';
import { CONTEXT } from './rules.ts';
import { type FileChoices, fileOf, longFiles, shortFiles } from './template-files.ts';
import { templates } from './templates.ts';
import { mustAgree, sameEveryWay } from './ways.ts';

const chunks = fc.option(fc.oneof(fc.constantFrom(1, 2, 3, 7, 64), fc.integer({ min: 4, max: 600 })), {
  nil: undefined,
  freq: 2,
});

/** Random templates with some random files each: every way to check them gives the same. */
export async function anyTemplate(count: number, size: 'short' | 'long'): Promise<void> {
  const files =
    size === 'short' ? fc.array(shortFiles, { minLength: 1, maxLength: 10 }) : longFiles.map((file) => [file]);
  const sizes = size === 'short' ? chunks : fc.constantFrom(undefined, 5000, 16_384, 100_000);
  await fc.assert(
    fc.asyncProperty(templates, files, sizes, async (drawn, all: readonly FileChoices[], chunk) => {
      const compiled = compileTemplate(drawn.template);
      for (const choice of all) {
        const file = fileOf(drawn, compiled, choice);
        try {
          const outcome = await sameEveryWay(file, compiled, { context: CONTEXT }, chunk);
          if (outcome.summary.rowsChecked && hasOwnHeader(outcome)) {
            mustAgree('Repeated rows.', repeatsFound(outcome), repeatsByTexts(file, compiled, outcome), file);
          }
        } catch (error) {
          throw new Error(`${(error as Error).message}\n${about(drawn.template, compiled)}`, { cause: error });
        }
      }
    }),
    { numRuns: count },
  );
}

/** The parts of a template that matter here. */
function about({ notApplicableValues, missingValues, fields, rules }: Template, compiled: CompiledTemplate): string {
  const kinds = compiled.fields.map(({ plan }) => plan.kind);
  return JSON.stringify({ notApplicableValues, missingValues, fields, rules, kinds }, null, 1);
}

/** Whether each column stands under its very name, which is all that `repeatsByTexts` knows of headers. */
function hasOwnHeader({ findings }: Outcome): boolean {
  return !findings.some(({ rule }) => ['header.folded', 'header.misspelt', 'header.doubled'].includes(rule));
}
