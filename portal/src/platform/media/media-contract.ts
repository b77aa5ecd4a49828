import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alike, type MediaTools, soundprint } from './index.ts';
import { hostile } from './media-contract-hostile.ts';
import { soundOf, speech, tone, wav } from './testing/samples.ts';
import { FIXTURES, type MediaUnderTest } from './testing/under-test.ts';
import type { MediaLimits } from './tools.ts';

/** Every kind that schools have, with what it holds. `amr.amr` is noise; the others hold a tone of 1.5 seconds. */
const KINDS: Record<string, { audio?: string; video?: string }> = {
  'mp3.mp3': { audio: 'mp3' },
  'm4a.m4a': { audio: 'aac' },
  'aac.aac': { audio: 'aac' },
  'ogg.ogg': { audio: 'vorbis' },
  'wma.wma': { audio: 'wmav2' },
  'amr.amr': { audio: 'amr_nb' },
  '3gp.3gp': { audio: 'aac', video: 'h263' },
  'mp4.mp4': { audio: 'aac', video: 'h264' },
  'mov.mov': { audio: 'pcm_s16le', video: 'mjpeg' },
  'avi.avi': { audio: 'mp3', video: 'mpeg4' },
  'webm.webm': { audio: 'opus', video: 'vp8' },
  'cover.mp3': { audio: 'mp3' },
  'no-sound.mp4': { video: 'h264' },
};

/** What the tools must do, whichever way ffmpeg is run; each adapter runs it as its own tests. */
export function mediaContract(
  name: string,
  open: (workFolder: string, limits?: Partial<MediaLimits>) => Promise<MediaTools>,
): void {
  describe(name, () => {
    let given: MediaUnderTest;
    let root: string;
    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'garner-media-'));
      const workFolder = join(root, 'work');
      const inbox = await mkdtemp(join(root, 'inbox-'));
      given = { tools: await open(workFolder), inbox, workFolder, limited: (limits) => open(workFolder, limits) };
    });
    afterAll(async () => {
      await given.tools[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    });
    kinds(() => given);
    loudness(() => given);
    hostile(() => given);
  });
}

function kinds(given: () => MediaUnderTest): void {
  test.each(Object.entries(KINDS))('%s is known, and made into what every browser plays', async (name, holds) => {
    const { tools, inbox, workFolder } = given();
    const path = join(FIXTURES, name);
    const probe = await tools.probe(path);
    const kind = holds.video ? 'video' : 'audio';
    expect({ kind: probe.kind, audio: probe.audio?.codec, video: probe.video?.codec }).toEqual({
      kind,
      audio: holds.audio,
      video: holds.video,
    });
    const out = join(inbox, `${basename(name)}.playable`);
    const told: number[] = [];
    await tools.makePlayable(path, out, { kind, seconds: probe.seconds, progress: (fraction) => told.push(fraction) });
    const played = await tools.probe(out);
    expect(played.container).toBe('mov,mp4,m4a,3gp,3g2,mj2');
    expect([played.audio?.codec, played.video?.codec]).toEqual([holds.audio && 'aac', holds.video && 'h264']);
    expect(Math.abs(played.seconds! - probe.seconds!)).toBeLessThan(0.2);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(new Set(told).size).toBe(told.length);
    expect(await readdir(workFolder)).toEqual([]);
  });

  test('sound may be taken out of video', async () => {
    const { tools, inbox } = given();
    const out = join(inbox, 'sound-alone');
    await tools.makePlayable(join(FIXTURES, 'mp4.mp4'), out, { kind: 'audio', seconds: undefined });
    expect(await tools.probe(out)).toMatchObject({ kind: 'audio', audio: { codec: 'aac' } });
    const bytes = await readFile(out);
    expect(bytes.toString('latin1', 4, 12)).toBe('ftypM4A ');
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  test('a picture is upright, within 720p, of even sizes and in colours that browsers know', async () => {
    const { tools, inbox } = given();
    const path = join(FIXTURES, 'upright.mp4');
    expect((await tools.probe(path)).video).toEqual({ codec: 'h264', width: 1081, height: 1921 });
    const out = join(inbox, 'upright.mp4');
    await tools.makePlayable(path, out, { kind: 'video', seconds: 1 });
    expect((await tools.probe(out)).video).toEqual({ codec: 'h264', width: 720, height: 1278 });
    // The profile in the first bytes of avcC: 100 is High, which has 4:2:0 alone.
    const bytes = await readFile(out);
    expect(bytes[bytes.indexOf('avcC') + 5]).toBe(100);
  });

  test.each([
    ['8 kHz, one channel', 8000, 1, 44_100],
    ['44.1 kHz, two channels', 44_100, 2, 44_100],
    ['96 kHz, six channels', 96_000, 6, 48_000],
  ])('a wav of %s', async (_, sampleRate, channels, played) => {
    const { tools, inbox } = given();
    const path = join(inbox, `${sampleRate}.wav`);
    await writeFile(path, wav(soundOf(1.25, sampleRate, ...new Array(channels).fill(tone(-20)))));
    const probe = await tools.probe(path);
    expect(probe).toEqual({
      kind: 'audio',
      container: 'wav',
      seconds: 1.25,
      audio: { codec: 'pcm_s16le', channels, sampleRate },
      video: undefined,
    });
    await tools.makePlayable(path, `${path}.m4a`, { kind: 'audio', seconds: 1.25 });
    const { audio } = await tools.probe(`${path}.m4a`);
    expect(audio).toEqual({ codec: 'aac', channels: Math.min(2, channels), sampleRate: played });
  });
}

function loudness(given: () => MediaUnderTest): void {
  test.each([8000, 11_025, 44_100])('levels of each tenth of a second, by channel, at %i Hz', async (sampleRate) => {
    const { tools, inbox } = given();
    const path = join(inbox, `levels-${sampleRate}.wav`);
    const half = (time: number): number => (time < 2 ? tone(-20)(time) : tone(-40)(time));
    await writeFile(path, wav(soundOf(4, sampleRate, half, () => 0)));
    const told: number[] = [];
    const { channels } = await tools.levels(path, { progress: (fraction) => told.push(fraction) });
    expect(channels.map(({ rms, peak }) => [rms.length, peak.length])).toEqual([
      [40, 40],
      [40, 40],
    ]);
    const [left, right] = channels;
    for (const [at, dB] of [
      [10, -20],
      [30, -40],
    ] as const) {
      expect(left!.peak[at]).toBeCloseTo(dB, 0);
      expect(left!.rms[at]).toBeCloseTo(dB - 3.01, 0);
    }
    expect([...new Set(right!.rms), ...new Set(right!.peak)]).toEqual([-120, -120]);
    expect(told.at(-1)).toBe(1);
  });

  test('without sound there are no channels', async () => {
    expect(await given().tools.levels(join(FIXTURES, 'no-sound.mp4'))).toEqual({ perSecond: 10, channels: [] });
  });

  test('a recording sounds alike in every format, and like no other', async () => {
    const { tools, inbox } = given();
    const put = async (name: string, seed: number): Promise<string> => {
      const path = join(inbox, name);
      await writeFile(path, wav(speech(seed, 14)));
      return path;
    };
    const print = async (path: string): Promise<Buffer> => soundprint(await tools.levels(path));
    const [original, other] = [await print(await put('speech.wav', 1)), await print(await put('other.wav', 2))];
    for (const name of ['speech.mp3', 'speech.webm', 'speech.m4a']) {
      const made = await print(join(FIXTURES, name));
      expect(alike(made, original)).toBeGreaterThan(0.95);
      expect(alike(made, other)).toBeLessThan(0.8);
    }
  });
}
