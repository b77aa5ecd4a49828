import { realpath } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { findInstalled, type Machine, programIn, readyInstalled, readyNamed } from './binaries.ts';
import { clusterIn, ensureCluster } from './cluster.ts';
import { type Connection, type Endpoint, openEndpoint, type Transport } from './endpoint.ts';
import { CannotStartError, folderFault } from './errors.ts';
import { clearOrphan } from './orphan.ts';
import { runAsFor } from './run-as.ts';
import { answers, type Server, spawnServer, stopServer } from './server.ts';

export interface StartOptions {
  /** The data folder; the caller holds its claim. */
  readonly folder: string;
  /** Gets what the launcher does and what the server logs, a line at a time. */
  readonly log: (line: string) => void;
  /** PostgreSQL's own programs to use (GARNER_PG_BIN) instead of the npm package's. */
  readonly binFolder?: string | undefined;
  /** Which npm package to use, where it is not that of the running process. */
  readonly machine?: Machine;
  /** A Unix socket, but on Windows a port of the loopback address. */
  readonly transport?: Transport;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** What a client needs; `host` is the socket's folder. Only on Windows is it an address, with a password. */
  readonly connection: Connection;
  /** Resolves if the server ends without being asked, with a sentence and its last log lines. */
  readonly died: Promise<Error>;
}

const lingeringMs = 15_000;
const lingering = /pre-existing shared memory block|lock file "[^"]*" already exists/;

/**
 * Starts PostgreSQL over the data folder, making the database at the first start, and waits until it answers.
 * Dispose to stop it in order. The caller must hold the folder's claim (`claimFolder`).
 * @throws CannotStartError
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  try {
    return await start({ ...options, folder: await realpath(options.folder) });
  } catch (error) {
    throw folderFault(error, options.folder);
  }
}

async function start(options: StartOptions): Promise<EmbeddedPostgres> {
  const { folder, log, binFolder } = options;
  const as = runAsFor(folder);
  const programs =
    binFolder === undefined
      ? await readyInstalled(findInstalled(options.machine), folder, as)
      : readyNamed(binFolder, as);
  const cluster = clusterIn(folder);
  await clearOrphan(cluster, programs.binFolder, log);
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  const endpoint = await openEndpoint(transport, folder, as);
  await ensureCluster({ folder, programs, as, authentication: endpoint.authentication, log });
  const program = programIn(programs.binFolder, 'postgres');
  const server = await insist(() => spawnServer({ program, cluster, as, endpoint, log }), endpoint.connection, log);
  return watched(server, endpoint);
}

/**
 * Starts the server, and again for a while as long as it says that processes of a killed server still hold the data:
 * they end as soon as they notice.
 */
async function insist(spawned: () => Server, connection: Connection, log: (line: string) => void): Promise<Server> {
  const giveUp = performance.now() + lingeringMs;
  for (;;) {
    const server = spawned();
    if (await answers(server, connection)) return server;
    if (!lingering.test(server.lastWords()) || performance.now() > giveUp) {
      throw new CannotStartError(`PostgreSQL did not start: it ${await server.ended}.\n${server.lastWords()}`);
    }
    log('Processes of an earlier PostgreSQL server are still ending; trying again.');
    await pause(200);
  }
}

function watched(server: Server, { connection, close }: Endpoint): EmbeddedPostgres {
  let asked = false;
  // Also when the process leaves by process.exit(), the server is told to stop; it then does so by itself.
  const tell = () => server.child.kill('SIGINT');
  process.once('exit', tell);
  const died = new Promise<Error>((done) => {
    void server.ended.then((how) => {
      process.off('exit', tell);
      if (!asked)
        done(new Error(`PostgreSQL stopped by itself: it ${how}. Its last log lines:\n${server.lastWords()}`));
    });
  });
  const stop = async () => {
    asked = true;
    await stopServer(server);
    await close();
  };
  return { connection, died, [Symbol.asyncDispose]: stop };
}
