import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Complaints, type Run, type Runner, type RunResult } from './runner.ts';
import type { MediaLimits } from './tools.ts';
import { inTurn } from './turns.ts';
import type { FromWorker, ToWorker } from './wasm-worker.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * Runs the ffmpeg that comes with Garner as WebAssembly, in a thread of its own for each run, which sees no files but the run's. One at a time in
 * a process: each takes a processor whole. A thread is ended where the run is; WebAssembly keeps what a hostile file may do inside it.
 */
export function wasmRunner(limits: MediaLimits): Runner {
  return {
    name: 'ffmpeg-wasm',
    largestInput: limits.largestInWasm,
    run: (run) => inTurn(run.signal, () => runThread(run)),
  };
}

/** Compiled once in a process, at the first use: the threads share it. */
async function ffmpegModule(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
  compiled ??= readFile(path).then((bytes) => WebAssembly.compile(bytes));
  compiled.catch(() => (compiled = undefined));
  return compiled;
}

async function runThread(run: Run): Promise<RunResult> {
  const { program, input, output } = run;
  const names = { input: '/media/input', output: '/media/output', side: '/media/side' };
  const workerData: ToWorker = {
    module: await ffmpegModule(),
    program,
    input,
    output,
    arguments: run.arguments(names),
  };
  run.signal.throwIfAborted();
  const worker = new Worker(new URL('./wasm-worker.ts', import.meta.url), {
    workerData,
    stdin: false,
    stdout: true,
    stderr: true,
    env: {},
    execArgv: [],
  });
  const complaints = new Complaints();
  let code: number | undefined;
  worker.stderr.setEncoding('utf8').on('data', (text: string) => complaints.add(text));
  worker.stdout.resume();
  worker.on('message', (message: FromWorker) => {
    if (run.signal.aborted) return;
    if (message.stdout) run.stdout(message.stdout);
    if (message.side) run.side?.(message.side);
    if (message.stderr) complaints.add(message.stderr);
    code = message.code ?? code;
  });
  worker.on('error', (error) => complaints.add(String(error)));
  const stop = (): void => void worker.terminate();
  run.signal.addEventListener('abort', stop);
  try {
    run.started();
    await new Promise((resolve) => worker.once('exit', resolve));
    run.signal.throwIfAborted();
    return { code, complaints: String(complaints) };
  } finally {
    run.signal.removeEventListener('abort', stop);
  }
}
