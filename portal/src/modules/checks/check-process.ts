/**
 * Runs one check in a process of its own: pages are served meanwhile, it can be ended at any time, its memory is given
 * back whole, and a file that should bring it down brings down nothing else.
 */
import {
  type CheckContext,
  checkFile,
  compileTemplate,
  type KnownTemplate,
  type Source,
  type Summary,
  type Template,
} from '@garner/validate';
import type { Group } from '@garner/validate/findings-file';
import { fileSource } from '@garner/validate/node';
import { FindingsFile } from './findings-writer.ts';

export interface CheckOrder {
  readonly path: string;
  readonly findingsPath: string;
  readonly template: Template;
  readonly context: CheckContext;
  readonly known: readonly KnownTemplate[];
  /** CSV files that rules of kind `reference` look values up in, by the names that the template has for them. */
  readonly references: Readonly<Record<string, string>>;
}

export type CheckNews =
  | { readonly progress: { readonly bytes: number; readonly rows: number } }
  | { readonly summary: Summary; readonly groups: readonly Group[] };

const NEWS_EVERY_MS = 100;

async function runCheck(order: CheckOrder, tell: (news: CheckNews) => void): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const source = opened.use(await fileSource(order.path));
  const references: Record<string, Source> = {};
  for (const [name, path] of Object.entries(order.references))
    references[name] = opened.use(await fileSource(path, { workers: 1 }));
  using writer = new FindingsFile(order.findingsPath);
  let told = performance.now();
  const check = checkFile(source, compileTemplate(order.template), {
    context: order.context,
    known: order.known,
    references,
    onProgress(progress) {
      if (performance.now() - told < NEWS_EVERY_MS) return;
      told = performance.now();
      tell({ progress });
    },
  });
  for (let next = await check.next(); ; next = await check.next()) {
    if (next.done) {
      await writer.end();
      return tell({ summary: next.value, groups: writer.groups });
    }
    await writer.add(next.value);
  }
}

// Nobody is left to hear the outcome.
process.once('disconnect', () => process.exit());
process.once('message', (order: CheckOrder) => {
  runCheck(order, (news) => process.send!(news)).then(
    () => process.disconnect(),
    (error: Error) => {
      console.error(error);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});
