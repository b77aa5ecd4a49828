import { execFile } from 'node:child_process';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Programs } from './native.ts';

const run = promisify(execFile);
const WINDOWS = process.platform === 'win32';

/** The programs of this machine, or in plain words why they cannot be used. `ffmpegPath` is a path or a name on PATH. */
export async function findPrograms(ffmpegPath: string): Promise<Programs | string> {
  const ffmpeg = await whole(ffmpegPath);
  if (ffmpeg === undefined) return `${ffmpegPath} was not found`;
  const ffprobe = await whole(join(dirname(ffmpeg), basename(ffmpeg).replace('ffmpeg', 'ffprobe')));
  if (ffprobe === undefined || ffprobe === ffmpeg) return `ffprobe was not found beside ${ffmpeg}`;
  const missing = await missingEncoders(ffmpeg);
  if (missing !== '') return `${ffmpeg} ${missing}`;
  return { ffmpeg, ffprobe, nice: await whole('nice'), prlimit: await whole('prlimit') };
}

/** The whole path of a program that is given by path or by name. The shell is only asked where it is; the name is no part of what it reads. */
async function whole(name: string): Promise<string | undefined> {
  try {
    const asked = WINDOWS ? run('where', [name]) : run('/bin/sh', ['-c', 'command -v -- "$1"', 'sh', name]);
    const [path = ''] = (await asked).stdout.split(/\r?\n/);
    return path === '' ? undefined : resolve(path);
  } catch {
    return undefined;
  }
}

async function missingEncoders(ffmpeg: string): Promise<string> {
  try {
    const { stdout } = await run(ffmpeg, ['-hide_banner', '-encoders'], { timeout: 20_000, maxBuffer: 2 ** 22 });
    const missing = ['aac', 'libx264'].filter((name) => !stdout.includes(` ${name} `));
    return missing.length === 0 ? '' : `cannot write ${missing.join(' and ')}`;
  } catch {
    return 'does not run';
  }
}
