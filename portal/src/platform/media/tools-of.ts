import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../log.ts';
import { levelsArguments, playableArguments, probeArguments } from './arguments.ts';
import { Deadline } from './deadline.ts';
import { LevelsReader } from './read-levels.ts';
import { NOT_A_RECORDING, readProbe } from './read-probe.ts';
import { ProgressReader } from './read-progress.ts';
import type { Run, Runner, RunResult } from './runner.ts';
import {
  allowedSeconds,
  type Levels,
  MediaError,
  type MediaLimits,
  type MediaTools,
  type PlayableOptions,
  type Probe,
} from './tools.ts';
import { workFolder } from './work-folders.ts';

/** ffprobe writes less than this about any recording. */
const LONGEST_PROBE = 1_000_000;
const PROBE_SECONDS = 60;

const EMPTY = 'The file is empty (0 bytes). Choose it again on the computer where the recording is.';

const DAMAGED =
  'The recording could not be read to its end: it is damaged, or of a kind that is not known here. Save it in another format (such as MP3 or MP4) and send that.';

interface Setting {
  readonly runner: Runner;
  readonly limits: MediaLimits;
  readonly folder: string;
  readonly log: Log;
}

/** The tools, whichever way ffmpeg is run. */
export function toolsOf(setting: Setting): MediaTools {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const during = <T>(signal: AbortSignal | undefined, job: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const result = job(either);
    const ended = result.catch(() => undefined).finally(() => running.delete(ended));
    running.add(ended);
    return result;
  };
  return {
    name: setting.runner.name,
    probe: (path, options) => during(options?.signal, (signal) => probe(setting, path, signal)),
    makePlayable: (path, out, options) =>
      during(options.signal, (signal) => makePlayable(setting, path, out, { ...options, signal })),
    levels: (path, options) => during(options?.signal, (signal) => levels(setting, path, { ...options, signal })),
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('Garner is stopping'));
      await Promise.all(running);
    },
  };
}

async function probe(setting: Setting, path: string, signal: AbortSignal): Promise<Probe> {
  let json = '';
  const { complaints } = await limited(setting, PROBE_SECONDS, signal, (deadline) => ({
    program: 'ffprobe',
    input: path,
    arguments: probeArguments,
    stdout(text) {
      json += text;
      if (json.length > LONGEST_PROBE)
        deadline.end(new MediaError('unreadable', NOT_A_RECORDING, 'ffprobe wrote too much'));
    },
  }));
  return readProbe(json, complaints);
}

async function makePlayable(
  setting: Setting,
  path: string,
  out: string,
  options: PlayableOptions & { signal: AbortSignal },
): Promise<void> {
  const { kind, seconds, progress, signal } = options;
  const { threads, largestOutput: bytes } = setting.limits;
  await using folder = await workFolder(setting.folder);
  const output = join(folder.path, 'playable');
  const read = new ProgressReader();
  const tell = rising(seconds, progress);
  const result = await limited(setting, allowedSeconds(seconds, setting.limits), signal, (deadline) => ({
    program: 'ffmpeg',
    input: path,
    output,
    arguments: playableArguments(kind, { threads, bytes }),
    stdout(text) {
      if (read.add(text)) deadline.further();
      tell(read.seconds);
    },
  }));
  const written = await stat(output).then(
    (file) => file.size,
    () => 0,
  );
  if (written >= bytes)
    throw new MediaError(
      'too-long',
      `The recording is too long: made playable it would be larger than ${gigabytes(bytes)}.`,
    );
  if (result.code !== 0 || written === 0 || read.seconds === 0)
    throw new MediaError('failed', DAMAGED, result.complaints);
  signal.throwIfAborted();
  await moveFile(output, resolve(out));
  progress?.(1);
}

async function levels(
  setting: Setting,
  path: string,
  { signal, progress }: { signal: AbortSignal; progress?: (fraction: number) => void },
): Promise<Levels> {
  const { audio, seconds } = await probe(setting, path, signal);
  if (audio === undefined) return { perSecond: 10, channels: [] };
  const { threads, longestSeconds } = setting.limits;
  const reader = new LevelsReader();
  const read = new ProgressReader();
  const tell = rising(seconds, progress);
  const result = await limited(setting, allowedSeconds(seconds, setting.limits), signal, (deadline) => ({
    program: 'ffmpeg',
    input: path,
    arguments: levelsArguments({ sampleRate: audio.sampleRate, threads }),
    stdout: (text) => {
      if (read.add(text)) deadline.further();
    },
    side(text) {
      reader.add(text);
      deadline.further();
      tell(reader.windows / 10);
      if (reader.windows > longestSeconds * 10) {
        deadline.end(
          new MediaError('too-long', `The recording is longer than ${Math.floor(longestSeconds / 3600)} hours.`),
        );
      }
    },
  }));
  if (result.code !== 0) throw new MediaError('failed', DAMAGED, result.complaints);
  progress?.(1);
  return reader.levels();
}

/** One run within the time that is allowed, and not hanging. */
async function limited(
  { runner, limits, log }: Setting,
  seconds: number,
  signal: AbortSignal,
  make: (deadline: Deadline) => Omit<Run, 'signal' | 'started'>,
): Promise<RunResult> {
  signal.throwIfAborted();
  using deadline = new Deadline(signal, seconds, limits.stallSeconds);
  const run: Run = { ...make(deadline), signal: deadline.signal, started: () => deadline.start() };
  const { size } = await stat(run.input);
  if (size === 0) throw new MediaError('unreadable', EMPTY);
  if (size > runner.largestInput) throw new MediaError('too-long', largerThan(runner.largestInput));
  try {
    const result = await runner.run(run);
    deadline.signal.throwIfAborted();
    if (result.code !== 0 && result.complaints)
      log.info({ program: run.program, complaints: result.complaints }, 'ffmpeg complained');
    return result;
  } catch (error) {
    if (error instanceof MediaError)
      log.warn({ program: run.program, kind: error.kind, detail: error.detail }, 'ffmpeg was ended');
    throw error;
  }
}

/** Tells how much of `seconds` is done, only upwards, and below 1. */
function rising(
  seconds: number | undefined,
  progress: ((fraction: number) => void) | undefined,
): (done: number) => void {
  let told = 0;
  return (done) => {
    const fraction = seconds === undefined ? 0 : Math.min(0.99, done / seconds);
    if (fraction > told) progress?.((told = fraction));
  };
}

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const partial = `${to}.partial`;
    try {
      await copyFile(from, partial);
      await rename(partial, to);
    } finally {
      await rm(partial, { force: true });
    }
  }
}

function largerThan(bytes: number): string {
  return `The file is larger than ${gigabytes(bytes)}, the most that is taken here. Tell whoever runs this portal: with ffmpeg installed beside it, larger files can be taken.`;
}

function gigabytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.floor(bytes / 2 ** 20)} MB` : `${Math.floor(bytes / 2 ** 30)} GB`;
}
