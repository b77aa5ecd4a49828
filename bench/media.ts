/** Recordings made playable, by both transcoders: node --import ./portal/tsx-hook.mjs bench/media.ts. Prints a Markdown table. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../portal/src/platform/log.ts';
import { type MediaTools, openMediaTools } from '../portal/src/platform/media/index.ts';
import { speech, wav } from '../portal/src/platform/media/testing/samples.ts';
import { markdown, type Table } from './table.ts';

const SECONDS = 300;
const VIDEO_SECONDS = 30;

interface Sample {
  readonly what: string;
  readonly path: string;
  readonly kind: 'audio' | 'video';
  readonly seconds: number;
}

/** From the last byte of a recording to one that every browser plays, and to its levels. Empty where no ffmpeg is installed to make the recordings. */
export async function mediaBenchmark(): Promise<readonly Table[]> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-media-bench-'));
  try {
    const samples = await makeSamples(folder);
    const rows: string[][] = [];
    for (const prefer of ['installed', 'wasm'] as const) {
      const log = openLog('silent');
      await using tools = await openMediaTools({
        ffmpegPath: undefined,
        workFolder: join(folder, 'work'),
        log,
        prefer,
      });
      if (prefer === 'installed' && tools.name !== 'ffmpeg') continue;
      await tools.probe(samples[0]!.path);
      for (const sample of samples) rows.push(await measured(tools, sample));
    }
    return [
      {
        title: 'Last byte of a recording → playable',
        head: ['ffmpeg', 'recording', 'size', 'probe', 'playable', 'times real time', 'levels', 'times real time'],
        rows,
        note: `One recording at a time; \`ffmpeg\` is that of the machine, with at most two threads, at low priority, \`ffmpeg-wasm\` the one that comes with Garner, in one thread. Sound of speech, ${SECONDS / 60} minutes, becomes AAC of 128 kbit/s; a moving test picture of 640 × 480, ${VIDEO_SECONDS} s, becomes H.264 and AAC. Without an installed ffmpeg only the WAV is measured.`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeSamples(folder: string): Promise<Sample[]> {
  const sound = speech(1, SECONDS, 22_050);
  const source = join(folder, 'speech.wav');
  await writeFile(source, wav(sound));
  const make = (name: string, options: readonly string[] = [], inputs: readonly string[] = []): string => {
    const path = join(folder, name);
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-nostdin',
      '-i',
      source,
      ...inputs,
      '-ar',
      '44100',
      '-ac',
      '2',
      ...options,
      path,
    ]);
    return path;
  };
  const audio = { kind: 'audio', seconds: SECONDS } as const;
  try {
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=25'];
    const avi = ['-t', String(VIDEO_SECONDS), '-c:v', 'mpeg4', '-b:v', '1500k', '-c:a', 'libmp3lame'];
    return [
      { what: 'MP3, 128 kbit/s', path: make('a.mp3', ['-b:a', '128k']), ...audio },
      { what: 'WAV, 44.1 kHz, stereo', path: make('a.wav'), ...audio },
      { what: 'WMA, 128 kbit/s', path: make('a.wma', ['-b:a', '128k']), ...audio },
      {
        what: 'AVI, MPEG-4 and MP3',
        path: make('a.avi', avi, picture),
        kind: 'video',
        seconds: VIDEO_SECONDS,
      },
    ];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [{ what: 'WAV, 22 kHz, mono', path: source, ...audio }];
  }
}

async function measured(tools: MediaTools, { what, path, kind, seconds }: Sample): Promise<string[]> {
  const probe = await timed(() => tools.probe(path));
  const playable = await timed(() => tools.makePlayable(path, `${path}.out`, { kind, seconds }));
  const levels = await timed(() => tools.levels(path));
  const { size } = await stat(path);
  const speed = (took: number): string => `${(seconds / took).toFixed(seconds / took < 10 ? 1 : 0)} ×`;
  const wall = (took: number): string => `${took.toFixed(2)} s`;
  return [tools.name, what, megabytes(size), wall(probe), wall(playable), speed(playable), wall(levels), speed(levels)];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

if (import.meta.main) for (const table of await mediaBenchmark()) console.log(markdown(table));
