import { notificationTasks } from '../../src/modules/notifications/index.ts';
import { returnTasks } from '../../src/modules/returns/index.ts';
import { Uploads, uploadTasks } from '../../src/modules/uploads/index.ts';
import { builtinScanner, type Scanner } from '../../src/platform/scan/index.ts';
import { type TestGarner, until } from '../harness.ts';
import type { Visitor } from '../visitor.ts';

/** Longer than any story takes on a busy machine. */
export const PATIENCE_MS = 90_000;

/** The page of an attempt once it is decided. */
export async function decided(visitor: Visitor, returnId: number, number: number): Promise<string> {
  return await until(
    `the verdict on attempt ${number}`,
    async () => {
      const { body, statusCode } = await visitor.get(`/returns/${returnId}/submissions/${number}`);
      return statusCode === 200 && !body.includes('id="follow"') && body;
    },
    PATIENCE_MS,
  );
}

/** Waits until no job is left to run. */
export async function quiet({ context }: TestGarner): Promise<void> {
  await until(
    'the queue to be empty',
    async () => {
      const { rows } = await context.pool.query('select count(*)::int as jobs from graphile_worker.jobs');
      return rows[0].jobs === 0;
    },
    PATIENCE_MS,
  );
}

/** Runs one task by hand, as a worker would. */
export async function runTask({ context }: TestGarner, name: string, payload: Record<string, string | number> = {}) {
  const tasks = [...notificationTasks(context), ...uploadTasks(context, new Uploads(context)), ...returnTasks(context)];
  const task = tasks.find((one) => one.name === name);
  if (!task) throw new Error(`There is no task ${name}`);
  await task.run(payload, { attempt: 1, signal: new AbortController().signal });
}

/** Sends a file by tus, as the browser script does; gives the upload's id. */
export async function send(visitor: Visitor, returnId: number, name: string, content: Buffer): Promise<string> {
  const id = await visitor.begin(returnId, name, content.length);
  const { statusCode } = await visitor.tus('PATCH', id, 0, content);
  if (statusCode !== 204) throw new Error(`the bytes were answered with ${statusCode}`);
  return id;
}

/** A scanner that keeps each file waiting until it is let through by its name. */
export function gatedScanner(): Scanner & { open(name: string): void } {
  const builtin = builtinScanner();
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gate = (name: string): PromiseWithResolvers<void> => {
    const made = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, made);
    return made;
  };
  return {
    engine: builtin.engine,
    truly: builtin.truly,
    open: (name) => gate(name).resolve(),
    async scan(file, options) {
      await gate(file.name).promise;
      return await builtin.scan(file, options);
    },
  };
}
