import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { databaseUser } from './cluster.ts';
import { CannotStartError } from './errors.ts';
import { giveTo } from './ownership.ts';
import { canReach, type RunAs } from './run-as.ts';

/** What a client needs; `host` is the socket's folder, or an address where PostgreSQL has no sockets (Windows). */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

/** How the server is spoken to: the client's side, the server's settings, and initdb's words about authentication. */
export interface Endpoint {
  readonly connection: Connection;
  readonly settings: Readonly<Record<string, string>>;
  readonly authentication: readonly string[];
  /** Clears away what only a running server needs. */
  readonly close: () => Promise<void>;
}

export type Transport = 'socket' | 'tcp';

const socketPort = 5432; // only a part of the socket's name
const longestSocketPath = process.platform === 'darwin' ? 103 : 107;

/** Readies the way to the server over this data folder, which the caller must hold. */
export function openEndpoint(transport: Transport, folder: string, as: RunAs): Promise<Endpoint> {
  return transport === 'tcp' ? loopback(folder, as) : socketFolder(folder, as);
}

/** Whoever can enter the socket's folder is let in without a password, so nobody else can: it is the server's alone. */
async function socketFolder(folder: string, as: RunAs): Promise<Endpoint> {
  const host = placeForSocket(folder, as);
  // Made anew each time: what a dead server left there is of no use, and in a shared folder it could be a stranger's.
  try {
    await rm(host, { recursive: true, force: true });
    await mkdir(host, { mode: 0o700 });
  } catch (error) {
    throw new CannotStartError(
      `The folder ${host}, where PostgreSQL's socket belongs, is another user's or cannot be made. Remove it, then start Garner again.`,
      { cause: error },
    );
  }
  await giveTo(as, host);
  return {
    connection: { host, port: socketPort, user: databaseUser, database: 'postgres' },
    settings: {
      listen_addresses: '',
      port: String(socketPort),
      unix_socket_directories: `"${host.replaceAll('"', '""')}"`, // a list: quoted, or a comma would part it
      unix_socket_permissions: '0700',
    },
    authentication: ['-A', 'trust'],
    close: () => rm(host, { recursive: true, force: true }),
  };
}

function placeForSocket(folder: string, as: RunAs): string {
  const short = `garner-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const places = [join(folder, 'postgres-socket'), join(tmpdir(), short), join('/tmp', short)];
  const fits = (place: string) => Buffer.byteLength(join(place, `.s.PGSQL.${socketPort}`)) <= longestSocketPath;
  const found = places.find((place) => fits(place) && canReach(as, dirname(place)));
  if (found) return found;
  throw new CannotStartError(
    `The path ${folder} is too long for PostgreSQL's socket (at most ${longestSocketPath} bytes), and no temporary folder can be used instead. Set GARNER_DATA to a shorter path.`,
  );
}

/** Any local program can knock at a port, so there is a password, kept beside the data and known to nobody. */
async function loopback(folder: string, as: RunAs): Promise<Endpoint> {
  const file = join(folder, 'postgres-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flush: true });
  await giveTo(as, file);
  const connection = {
    host: '127.0.0.1',
    port: await freePort(),
    user: databaseUser,
    database: 'postgres',
    password: await readFile(file, 'utf8'),
  };
  return {
    connection,
    settings: {
      listen_addresses: connection.host,
      port: String(connection.port),
      unix_socket_directories: '',
      password_encryption: 'scram-sha-256',
    },
    authentication: ['-A', 'scram-sha-256', '--pwfile', file],
    close: async () => {},
  };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
