import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { openMediaTools } from './index.ts';
import { mediaContract } from './media-contract.ts';
import type { MediaLimits } from './tools.ts';

const log = openLog('silent');
const open = (workFolder: string, limits: Partial<MediaLimits> = {}) =>
  openMediaTools({ ffmpegPath: undefined, workFolder, log, limits, prefer: 'wasm' });

mediaContract('the ffmpeg that comes with Garner', open);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-media-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('is used where the machine has no ffmpeg', async () => {
  await using tools = await open(join(folder, 'work'));
  expect(tools.name).toBe('ffmpeg-wasm');
});

test('refuses what it would work on for hours, and says what helps', async () => {
  await using tools = await open(join(folder, 'work'), { largestInWasm: 3 * 2 ** 20 });
  const path = join(folder, 'large.wav');
  await writeFile(path, 'RIFF');
  await truncate(path, 3 * 2 ** 20 + 1);
  const refused = { kind: 'too-long', message: expect.stringMatching(/larger than 3 MB.*with ffmpeg installed/) };
  await expect(tools.probe(path)).rejects.toMatchObject(refused);
  await expect(tools.makePlayable(path, `${path}.out`, { kind: 'audio', seconds: 1 })).rejects.toMatchObject(refused);
  expect(await readdir(join(folder, 'work'))).toEqual([]);
});

test('what a process that was killed left behind is removed, and nothing else', async () => {
  const work = join(folder, 'left');
  // No process has this number: it is above the most that any system gives.
  for (const name of ['media-99999999-abc', `media-${process.pid}-abc`, `media-${process.ppid}-abc`, 'others']) {
    await mkdir(join(work, name), { recursive: true });
  }
  await using _tools = await open(work);
  expect((await readdir(work)).toSorted()).toEqual([`media-${process.ppid}-abc`, 'others']);
});
