import { closeSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type EmscriptenFs, fileOfHost, hostFiles, sink } from './wasm-files.ts';

/** What the thread is started with. */
export interface ToWorker {
  readonly module: WebAssembly.Module;
  readonly program: 'ffmpeg' | 'ffprobe';
  readonly input: string;
  readonly output: string | undefined;
  readonly arguments: readonly string[];
}

/** What it tells, in pieces; `code` at last, which ffprobe does not have. */
export interface FromWorker {
  readonly stdout?: string;
  readonly side?: string;
  readonly stderr?: string;
  readonly code?: number | undefined;
}

interface Core {
  readonly FS: EmscriptenFs;
  exec(...args: readonly string[]): number;
  ffprobe(...args: readonly string[]): number;
  setTimeout(milliseconds: number): void;
  setLogger(logger: (line: { type: string; message: string }) => void): void;
}

/** Text is told in pieces of about so many characters. */
const PIECE = 32_768;

const port = parentPort!;
const job = workerData as ToWorker;

const core = await start(job.module);
const { text: sideText, flush: flushSide } = collector((side) => tell({ side }));
core.setLogger(({ type, message }) => {
  if (type === 'stdout') tell({ stdout: `${message}\n` });
  else if (message !== 'Aborted()') tell({ stderr: `${message}\n` });
});
const input = openSync(job.input, 'r');
const output = job.output === undefined ? undefined : openSync(job.output, 'w+');
core.FS.mkdir('/media');
core.FS.mount(
  hostFiles(core.FS, {
    input: fileOfHost(input, 'read'),
    side: sink(sideText),
    ...(output === undefined ? {} : { output: fileOfHost(output, 'write') }),
  }),
  {},
  '/media',
);
core.setTimeout(-1);
const code = core[job.program === 'ffmpeg' ? 'exec' : 'ffprobe'](...job.arguments);
flushSide();
closeSync(input);
if (output !== undefined) closeSync(output);
tell({ code: job.program === 'ffmpeg' ? code : 0 });

/** The program, which believes to be in a worker of a browser. */
async function start(module: WebAssembly.Module): Promise<Core> {
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } });
  // @ts-expect-error The package has no types.
  const { default: create } = await import('@ffmpeg/core');
  return create({
    mainScriptUrlOrBlob: `#${btoa('{}')}`,
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      WebAssembly.instantiate(module, imports).then(receive);
      return {};
    },
  });
}

function tell(message: FromWorker): void {
  port.postMessage(message);
}

function collector(piece: (text: string) => void): { text: (bytes: Uint8Array) => void; flush: () => void } {
  let collected = '';
  const flush = (): void => {
    if (collected !== '') piece(collected);
    collected = '';
  };
  return {
    text(bytes) {
      collected += Buffer.from(bytes).toString('latin1');
      if (collected.length >= PIECE) flush();
    },
    flush,
  };
}
