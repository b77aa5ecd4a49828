import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { type MediaTools, openMediaTools } from './index.ts';
import { mediaContract } from './media-contract.ts';
import { wavHeader } from './testing/samples.ts';
import type { MediaLimits } from './tools.ts';

const log = openLog('silent');
const installed = spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0;
const needed = (process.env['GARNER_TEST_NEEDS'] ?? '').split(',').includes('ffmpeg');
const open = (workFolder: string, limits: Partial<MediaLimits> = {}) =>
  openMediaTools({ ffmpegPath: undefined, workFolder, log, limits });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-media-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.runIf(needed)('there is an ffmpeg, as GARNER_TEST_NEEDS demands', () => {
  expect(installed).toBe(true);
});

if (installed) mediaContract('the ffmpeg of this machine', open);
else
  test.skip('the ffmpeg of this machine: there is none, so that only the one that comes with Garner is tested', () => {});

test.runIf(installed)('two hours are listened to in a moment', async () => {
  await using tools = await open(join(folder, 'work'));
  expect(tools.name).toBe('ffmpeg');
  const path = join(folder, 'hours.wav');
  const bytes = 2 * 3600 * 8000 * 2;
  await writeFile(path, wavHeader({ sampleRate: 8000, channels: 1, bytes }));
  await truncate(path, bytes + 44);
  const { channels } = await tools.levels(path);
  expect(channels.map(({ rms }) => rms.length)).toEqual([72_000]);
});

/** Programs that look like ffmpeg when asked what they can write, and otherwise do what is wanted. */
describe.runIf(process.platform !== 'win32')('an ffmpeg that misbehaves', () => {
  const pretend = async (name: string, does: string, limits: Partial<MediaLimits> = {}): Promise<MediaTools> => {
    const place = join(folder, name);
    await mkdir(place, { recursive: true });
    const encoders = 'case "$*" in *-encoders*) echo " A..... aac  AAC"; echo " V..... libx264  H.264"; exit 0;; esac';
    const probe = `echo '{"format":{"format_name":"wav","duration":"1"},"streams":[{"codec_type":"audio","codec_name":"pcm","sample_rate":"8000","channels":1}]}'`;
    for (const [program, script] of [
      ['ffmpeg', does],
      ['ffprobe', probe],
    ] as const) {
      await writeFile(join(place, program), `#!/bin/sh\n${program === 'ffmpeg' ? encoders : ''}\n${script}\n`);
      await chmod(join(place, program), 0o755);
    }
    await writeFile(join(place, 'in'), 'anything');
    return openMediaTools({ ffmpegPath: join(place, 'ffmpeg'), workFolder: join(place, 'work'), log, limits });
  };
  const both = async (name: string, tools: MediaTools): Promise<unknown[]> => {
    const [path, out] = [join(folder, name, 'in'), join(folder, name, 'out')];
    const works = [tools.makePlayable(path, out, { kind: 'audio', seconds: 1 }), tools.levels(path)];
    const ends = (await Promise.allSettled(works)).map((end) =>
      end.status === 'rejected' ? end.reason : 'ended well',
    );
    expect(await readdir(join(folder, name, 'work'))).toEqual([]);
    expect(await readdir(join(folder, name))).not.toContain('out');
    return ends;
  };

  test('hangs, and what it started too: it is ended', async () => {
    await using tools = await pretend(
      'hangs',
      'echo $$ >> "$(dirname "$0")/pids"; sleep 1000 & echo $! >> "$(dirname "$0")/pids"; wait',
      {
        stallSeconds: 0.5,
      },
    );
    const timedOut = { name: 'MediaError', kind: 'timed-out' };
    expect(await both('hangs', tools)).toMatchObject([timedOut, timedOut]);
    const pids = (await readFile(join(folder, 'hangs/pids'), 'utf8')).trim().split('\n').map(Number);
    expect(pids).toHaveLength(4);
    for (const pid of pids) expect(await isGone(pid)).toBe(true);
  });

  test('says the same for ever: it is ended', async () => {
    await using tools = await pretend('repeats', 'while :; do echo out_time_us=5; echo oh dear >&2; done', {
      stallSeconds: 0.5,
    });
    expect(await both('repeats', tools)).toMatchObject([{ kind: 'timed-out' }, { kind: 'timed-out' }]);
  });

  test('crashes: that is a word for the person, and its own for the log', async () => {
    await using tools = await pretend('crashes', 'echo "Invalid data" >&2; kill -SEGV $$');
    const failed = { kind: 'failed', detail: 'Invalid data' };
    expect(await both('crashes', tools)).toMatchObject([failed, failed]);
  });

  test('writes nothing, or too much: neither is kept', async () => {
    await using nothing = await pretend('nothing', 'exit 0');
    expect((await both('nothing', nothing))[0]).toMatchObject({ kind: 'failed' });
    await using much = await pretend(
      'much',
      'for last; do :; done; head -c 300000 /dev/zero > "$(echo "$last" | cut -c6-)"; echo out_time_us=5',
      {
        largestOutput: 200_000,
      },
    );
    expect((await both('much', much))[0]).toMatchObject({ kind: 'too-long' });
  });

  test('is given none of our environment, and what limits there are', async () => {
    await using tools = await pretend('curious', 'env >&2; ulimit -v >&2; nice >&2; exit 1', { memory: 2 ** 30 });
    const [{ detail }] = (await both('curious', tools)) as [{ detail: string }];
    expect(detail).not.toMatch(/PATH=.*node_modules|HOME=/);
    if (spawnSync('prlimit', ['--version']).status === 0) expect(detail).toContain('1048576');
    expect(detail.trim()).toMatch(/\n10$/);
  });

  test('FFMPEG_PATH that leads nowhere is a fault, not a reason to take another', async () => {
    const options = { workFolder: join(folder, 'work'), log };
    await expect(openMediaTools({ ...options, ffmpegPath: join(folder, 'none') })).rejects.toThrow(
      /FFMPEG_PATH cannot be used: .*none was not found/,
    );
    await writeFile(join(folder, 'alone'), '#!/bin/sh\n', { mode: 0o755 });
    await expect(openMediaTools({ ...options, ffmpegPath: join(folder, 'alone') })).rejects.toThrow(
      /ffprobe was not found/,
    );
    await expect(openMediaTools({ ...options, ffmpegPath: '$(touch /tmp/x); -x' })).rejects.toThrow(/was not found/);
  });
});

/** Killed, and no longer running: what nobody has waited for yet is a zombie. */
async function isGone(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tZ');
  if (process.platform === 'linux') return /^State:\s+[ZX]/m.test(status);
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
