/** Runs one check in a thread of its own, so that pages are served meanwhile and it can be ended at any time. */
import { parentPort, workerData } from 'node:worker_threads';
import {
  type CheckContext,
  checkFile,
  compileTemplate,
  type KnownTemplate,
  type Summary,
  type Template,
} from '@garner/validate';
import { fileSource } from '@garner/validate/node';
import { FindingsWriter, type Group } from './findings-writer.ts';

export interface CheckOrder {
  readonly path: string;
  readonly findingsPath: string;
  readonly template: Template;
  readonly context: CheckContext;
  readonly known: readonly KnownTemplate[];
}

export type CheckNews =
  | { readonly progress: { readonly bytes: number; readonly rows: number } }
  | { readonly summary: Summary; readonly groups: readonly Group[] };

const NEWS_EVERY_MS = 250;

async function runCheck(order: CheckOrder, tell: (news: CheckNews) => void): Promise<void> {
  await using source = await fileSource(order.path);
  const writer = new FindingsWriter(order.findingsPath);
  let told = performance.now();
  const check = checkFile(source, compileTemplate(order.template), {
    context: order.context,
    known: order.known,
    onProgress(progress) {
      if (performance.now() - told < NEWS_EVERY_MS) return;
      told = performance.now();
      tell({ progress });
    },
  });
  for (let next = await check.next(); ; next = await check.next()) {
    if (next.done) {
      writer.end();
      return tell({ summary: next.value, groups: writer.groups });
    }
    writer.add(next.value);
  }
}

await runCheck(workerData as CheckOrder, (news) => parentPort!.postMessage(news));
