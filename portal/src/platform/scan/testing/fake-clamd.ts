import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { ClamdAddress } from '../clamd-address.ts';
import { EICAR } from './samples.ts';

/** What the fake does. All of it may be changed while it runs; each new connection goes by what holds when it comes. */
export interface Behaviour {
  /** To a question other than INSTREAM; undefined: never. */
  reply: (question: string) => string | undefined;
  /** To a file, once all of it came; undefined: never. */
  verdict: (bytes: Buffer) => string | undefined;
  /** Instead of taking more than so many bytes of a file. */
  after: { readonly bytes: number; readonly then: (socket: Socket) => void } | undefined;
}

export interface FakeClamd extends AsyncDisposable {
  readonly address: ClamdAddress;
  readonly behaviour: Behaviour;
  /** Connections with a file, open now and most at once so far. */
  readonly files: { now: number; most: number; begun: number };
  /** Bytes of the last file that came, as far as they were read. */
  readonly received: () => number;
  /** Stops listening and cuts what is open; `listen` takes up again at the same address. */
  cut(): Promise<void>;
  listen(): Promise<void>;
}

const PK = Buffer.from('PK\x03\x04', 'latin1');

/** What a clamd says that is set up rightly: EICAR anywhere, deflated too, more than 17 archives, and what is locked. */
export function honestVerdict(bytes: Buffer): string {
  if (bytes.includes(EICAR) || unpacked(bytes).includes(EICAR)) return 'stream: Eicar-Test-Signature FOUND';
  let archives = 0;
  for (let at = bytes.indexOf(PK); at >= 0 && archives <= 17; at = bytes.indexOf(PK, at + 4)) archives += 1;
  if (archives > 17) return 'stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND';
  const locked = bytes.indexOf(PK) === 0 && (bytes[6]! & 1) === 1;
  return locked ? 'stream: Heuristics.Encrypted.Zip FOUND' : 'stream: OK';
}

/** The first entry of an archive, if that is deflated. */
function unpacked(bytes: Buffer): Buffer {
  if (bytes.length < 30 || bytes.indexOf(PK) !== 0 || bytes.readUInt16LE(8) !== 8) return Buffer.alloc(0);
  try {
    return inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26)), { maxOutputLength: 100_000_000 });
  } catch {
    return Buffer.alloc(0);
  }
}

export const honestReply = (question: string): string | undefined =>
  ({ PING: 'PONG', VERSION: 'ClamAV 1.4.6/27900/Mon Jan  5 08:00:00 2026' })[question] ?? 'UNKNOWN COMMAND';

/** A small server that speaks as clamd does, or misbehaves as it is told. `tcp`: on a port of this machine. */
export async function fakeClamd({ tcp = false } = {}): Promise<FakeClamd> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-clamd-'));
  const behaviour: Behaviour = { reply: honestReply, verdict: honestVerdict, after: undefined };
  const files = { now: 0, most: 0, begun: 0 };
  const sockets = new Set<Socket>();
  let received = 0;
  let server: Server;
  let address: ClamdAddress = { path: join(folder, 'socket') };

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    const { reply, verdict, after } = { ...behaviour };
    let bytes: Buffer = Buffer.alloc(0);
    let question: string | undefined;
    const file: Buffer[] = [];
    let size = 0;
    const say = (text: string | undefined) => text !== undefined && socket.end(`${text}\0`);
    const chunks = (): void => {
      for (;;) {
        const length = bytes.length < 4 ? undefined : bytes.readUInt32BE(0);
        if (length === undefined || bytes.length < 4 + length) return;
        if (length === 0) {
          say(verdict(Buffer.concat(file)));
          return;
        }
        file.push(Buffer.from(bytes.subarray(4, 4 + length)));
        size += length;
        received = size;
        bytes = bytes.subarray(4 + length);
        if (after && size > after.bytes) {
          socket.removeAllListeners('data');
          socket.pause();
          after.then(socket);
          return;
        }
      }
    };
    socket.on('data', (data) => {
      bytes = bytes.length === 0 ? data : Buffer.concat([bytes, data]);
      if (question === undefined) {
        const zero = bytes.indexOf(0);
        if (zero < 0) return;
        question = bytes.toString('latin1', 1, zero);
        bytes = bytes.subarray(zero + 1);
        if (question !== 'INSTREAM') {
          say(reply(question));
          return;
        }
        received = 0;
        files.begun += 1;
        files.most = Math.max(files.most, ++files.now);
      }
      chunks();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (question === 'INSTREAM') files.now -= 1;
    });
  };

  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer(serve);
      const done = (): void => {
        const at = server.address();
        if (at && typeof at === 'object') address = { host: '127.0.0.1', port: at.port };
        resolve();
      };
      if ('path' in address && !tcp) server.listen(address.path, done);
      else server.listen('port' in address ? address.port : 0, '127.0.0.1', done);
    });
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await listen();
  return {
    behaviour,
    files,
    cut,
    listen,
    received: () => received,
    get address() {
      return address;
    },
    async [Symbol.asyncDispose]() {
      await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
