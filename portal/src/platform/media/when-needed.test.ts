import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { mediaToolsWhenNeeded } from './index.ts';
import { wavHeader } from './testing/samples.ts';

const log = openLog('silent');
const path = process.env['PATH'];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-when-needed-'));
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(folder, { recursive: true, force: true });
});

test.runIf(process.platform !== 'win32')('ffmpeg is not looked for before the first recording', async () => {
  const asked = join(folder, 'asked');
  // It cannot write what is needed, so that the one that comes with Garner is taken.
  for (const name of ['ffmpeg', 'ffprobe']) {
    await writeFile(join(folder, name), `#!/bin/sh\ntouch '${asked}'\n`);
    await chmod(join(folder, name), 0o755);
  }
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  const recording = join(folder, 'silence.wav');
  const bytes = 8000;
  await writeFile(recording, Buffer.concat([wavHeader({ sampleRate: 8000, channels: 1, bytes }), Buffer.alloc(bytes)]));
  await using tools = await mediaToolsWhenNeeded({ ffmpegPath: undefined, workFolder: join(folder, 'work'), log });
  expect(existsSync(asked)).toBe(false);
  expect(await tools.probe(recording)).toMatchObject({ kind: 'audio', seconds: 0.5 });
  expect(existsSync(asked)).toBe(true);
  await expect(tools.levels(recording)).resolves.toMatchObject({ perSecond: 10 });
});

test('where ffmpeg is said to be, it is tried at once', async () => {
  const options = { ffmpegPath: join(folder, 'none'), workFolder: join(folder, 'work'), log };
  await expect(mediaToolsWhenNeeded(options)).rejects.toThrow('FFMPEG_PATH cannot be used');
});

test('nothing is to be closed where nothing came', async () => {
  const tools = await mediaToolsWhenNeeded({ ffmpegPath: undefined, workFolder: join(folder, 'work'), log });
  await tools[Symbol.asyncDispose]();
});
