import { type Config, readConfig } from './config.ts';
import { type Context, openContext } from './context.ts';
import { announceDemo, fillDemo } from './demo/index.ts';
import { publishTemplates, readTemplates } from './modules/collections/index.ts';
import type { Connection } from './platform/db/database.ts';
import {
  CannotStartError,
  claimFolder,
  defaultFolderFor,
  startEmbeddedPostgres,
} from './platform/db/embedded/index.ts';
import { buildWorker } from './worker.ts';

export interface Running extends AsyncDisposable {
  /** Where the pages are, when this process serves them. */
  readonly address: string | undefined;
  /** Rejects when something that must run has died. */
  readonly broken: Promise<never>;
}

/** Starts the roles that the environment names, in order; disposes them in reverse. */
export async function start(environment?: NodeJS.ProcessEnv): Promise<Running> {
  await using stack = new AsyncDisposableStack();
  const { config, connection, died } = await openDatabase(readConfig(environment), stack);
  const context = stack.use(await openContext(config, connection));
  if (config.roles.includes('migrate')) {
    await publishTemplates(context, await readTemplates());
    if (config.demo) await fillDemo(context);
  }
  const worker = config.roles.includes('worker') ? stack.use(await buildWorker(context)) : undefined;
  const address = config.roles.includes('web') ? await listen(context, stack) : undefined;
  if (address && config.demo) announceDemo(address);
  const parts = stack.move();
  return { address, broken: firstFailure([died, worker?.stopped]), [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** The database named by DATABASE_URL, or our own over the data folder. */
async function openDatabase(
  config: Config,
  stack: AsyncDisposableStack,
): Promise<{ config: Config; connection: Connection; died?: Promise<Error> }> {
  if (config.databaseUrl) return { config, connection: { connectionString: config.databaseUrl } };
  const { folder, why } = config.dataFolderNamed
    ? { folder: config.dataFolder, why: undefined }
    : await defaultFolderFor(config.dataFolder);
  if (why) console.log(why);
  const claim = stack.use(await claimFolder(folder));
  const server = stack.use(
    await startEmbeddedPostgres({
      folder: claim.folder,
      log: (line) => config.logLevel !== 'silent' && /\b(FATAL|PANIC)\b/.test(line) && console.error(line),
      ...(config.pgBinFolder ? { binFolder: config.pgBinFolder } : {}),
    }),
  );
  return { config: { ...config, dataFolder: claim.folder }, connection: server.connection, died: server.died };
}

async function listen(context: Context, stack: AsyncDisposableStack): Promise<string> {
  // Only here: a worker of its own needs neither pages nor styles in memory.
  const { buildWeb } = await import('./web.ts');
  const app = await buildWeb(context);
  stack.defer(() => app.close());
  try {
    await app.listen({ host: context.config.host, port: context.config.port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new CannotStartError(
      `Port ${context.config.port} is in use by another program. Stop it, or set PORT to another number.`,
    );
  }
  const { port } = app.server.address() as { port: number };
  return context.config.baseUrl.replace(/:0$/, `:${port}`);
}

function firstFailure(parts: readonly (Promise<unknown> | undefined)[]): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const part of parts) part?.then((error) => error instanceof Error && reject(error), reject);
  });
}
