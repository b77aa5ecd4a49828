import { appendFile, copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MediaError, type MediaTools } from './index.ts';
import { soundOf, tone, wav, wavHeader } from './testing/samples.ts';
import { FIXTURES, type MediaUnderTest } from './testing/under-test.ts';

/** What nobody should send, and what happens when people change their minds. */
export function hostile(given: () => MediaUnderTest): void {
  const put = async (name: string, content: string | Buffer): Promise<string> => {
    const path = join(given().inbox, name);
    await writeFile(path, content);
    return path;
  };
  const fault = async (work: Promise<unknown>): Promise<MediaError> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(MediaError);
    return error as MediaError;
  };
  const playable = (
    tools: MediaTools,
    path: string,
    kind: 'audio' | 'video' = 'audio',
    signal?: AbortSignal,
  ): Promise<void> => tools.makePlayable(path, `${path}.out`, { kind, seconds: 1, ...(signal && { signal }) });
  const nothingLeft = async (path: string): Promise<void> => {
    expect(await readdir(given().workFolder)).toEqual([]);
    expect((await readdir(given().inbox)).filter((name) => join(given().inbox, name) === `${path}.out`)).toEqual([]);
  };

  test('what is no recording is unreadable, in plain words', async () => {
    const mp4 = await readFile(join(FIXTURES, 'mp4.mp4'));
    const files: Record<string, string | Buffer> = {
      'empty.mp3': '',
      'text.mp3': 'Dear examiner,\nthe recording follows.\n'.repeat(200),
      'no-end.mp4': mp4.subarray(0, 300),
      'zeros.wav': Buffer.alloc(100_000),
    };
    for (const [name, content] of Object.entries(files)) {
      const path = await put(name, content);
      const error = await fault(given().tools.probe(path));
      expect([name, error.kind]).toEqual([name, 'unreadable']);
      expect(error.message).toMatch(content === '' ? /^The file is empty/ : /^Nothing in this file can be played/);
      expect(error.message).not.toContain(given().inbox);
      expect((await fault(given().tools.levels(path))).kind).toBe('unreadable');
      expect((await fault(playable(given().tools, path))).kind).toBe(content === '' ? 'unreadable' : 'failed');
      await nothingLeft(path);
    }
  });

  test('lists that name other files are not followed', async () => {
    const wanted = await put('wanted.wav', wav(soundOf(1, 8000, tone(-20))));
    const lists = {
      'list.ffconcat': "ffconcat version 1.0\nfile 'wanted.wav'\n",
      'list.m3u8': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nwanted.wav\n#EXTINF:1,\nfile://${wanted}\n#EXT-X-ENDLIST\n`,
      'list.sdp': 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n',
    };
    for (const [name, content] of Object.entries(lists)) {
      const path = await put(name, content);
      expect((await fault(given().tools.probe(path))).kind).toBe('unreadable');
      expect((await fault(playable(given().tools, path))).kind).toBe('failed');
    }
  });

  test('names are only names', async () => {
    const { tools, inbox } = given();
    await mkdir(join(inbox, 'http:'));
    const odd = 'quo\'te "s" $(id) `id` %d *.wav';
    for (const name of ['-version', 'concat:a|b', 'http:/x.wav', odd, 'ل\u202e3pm.wav', `${'n'.repeat(240)}.wav`]) {
      const path = join(inbox, name);
      await copyFile(join(FIXTURES, 'mp3.mp3'), path);
      expect((await tools.probe(path)).kind).toBe('audio');
    }
    const out = join(inbox, "-y pipe:%d'.m4a");
    await tools.makePlayable(join(inbox, odd), out, { kind: 'audio', seconds: 1.5 });
    expect((await tools.levels(out)).channels).toHaveLength(1);
  });

  test('what is cut short is played as far as it goes', async () => {
    const { tools } = given();
    const path = await put('cut.wav', Buffer.concat([wavHeader({ sampleRate: 8000, channels: 1, bytes: 160_000 })]));
    await appendFile(path, wav(soundOf(2, 8000, tone(-20))).subarray(44));
    await playable(tools, path);
    expect((await tools.probe(`${path}.out`)).seconds).toBeCloseTo(2, 0);
  });

  test('a corrupt mp4 gives a word, not a file', async () => {
    const whole = await readFile(join(FIXTURES, 'mp4.mp4'));
    const path = await put('corrupt.mp4', whole);
    const data = whole.indexOf('mdat') + 4;
    const end = Math.max(whole.indexOf('moov') - 4, data) === data ? whole.length : whole.indexOf('moov') - 4;
    await writeFile(path, Buffer.concat([whole.subarray(0, data), Buffer.alloc(end - data), whole.subarray(end)]));
    expect((await given().tools.probe(path)).kind).toBe('video');
    const error = await fault(playable(given().tools, path, 'video'));
    expect([error.kind, error.message.startsWith('The recording could not be read')]).toEqual(['failed', true]);
    await nothingLeft(path);
  });

  test('what is aborted midway leaves nothing, and gives the reason', async () => {
    const { tools } = given();
    const path = await put('long.wav', wavHeader({ sampleRate: 8000, channels: 1, bytes: 57_600_000 }));
    await truncate(path, 57_600_044);
    for (const job of ['makePlayable', 'levels'] as const) {
      const stop = new AbortController();
      const reason = new Error('The person deleted the file');
      const told: number[] = [];
      const progress = (fraction: number): void => {
        told.push(fraction);
        stop.abort(reason);
      };
      const options = { signal: stop.signal, progress };
      const work =
        job === 'levels'
          ? tools.levels(path, options)
          : tools.makePlayable(path, `${path}.out`, { kind: 'audio', seconds: 3600, ...options });
      await expect(work).rejects.toBe(reason);
      expect(told).toHaveLength(1);
      expect(told[0]).toBeLessThan(1);
      await nothingLeft(path);
    }
  });

  test('what is aborted before it began does not begin; others go on', async () => {
    const { tools } = given();
    const path = await put('several.wav', wav(soundOf(2, 8000, tone(-20))));
    const stop = new AbortController();
    const works = [playable(tools, path), tools.levels(path, { signal: stop.signal }), tools.levels(path)];
    stop.abort(new Error('Not needed'));
    await expect(works[1]).rejects.toThrow('Not needed');
    await expect(tools.probe(path, { signal: AbortSignal.abort(new Error('Never')) })).rejects.toThrow('Never');
    await works[0];
    expect(await works[2]).toMatchObject({ perSecond: 10 });
  });

  test('a job that comes no further is ended', async () => {
    await using tools = await given().limited({ stallSeconds: 0.001 });
    const path = await put('stalled.wav', wav(soundOf(1, 8000, tone(-20))));
    const error = await fault(playable(tools, path));
    expect([error.kind, error.message.slice(0, 41)]).toEqual([
      'timed-out',
      'The recording stopped being worked on and',
    ]);
    await nothingLeft(path);
    expect((await given().tools.probe(path)).kind).toBe('audio');
  });

  test('a job that takes too long is ended', async () => {
    await using tools = await given().limited({ mostSeconds: 0.001 });
    const path = await put('slow.wav', wav(soundOf(1, 8000, tone(-20))));
    const error = await fault(playable(tools, path));
    expect([error.kind, error.message.slice(0, 38)]).toEqual(['timed-out', 'Working on the recording took too long']);
    await nothingLeft(path);
  });

  test('what is too long is refused: by what would be written, and by what levels would hold', async () => {
    await using tools = await given().limited({ largestOutput: 100_000, longestSeconds: 5 });
    const path = await put('too-long.wav', wav(soundOf(20, 8000, tone(-20))));
    expect(await fault(playable(tools, path))).toMatchObject({ kind: 'too-long' });
    expect(await fault(tools.levels(path))).toMatchObject({ kind: 'too-long' });
    await nothingLeft(path);
  });

  test('closing the tools ends what runs', async () => {
    const tools = await given().limited({});
    const path = await put('closing.wav', wavHeader({ sampleRate: 8000, channels: 1, bytes: 57_600_000 }));
    await truncate(path, 57_600_044);
    let closed: PromiseLike<void> | undefined;
    const close = (): void => {
      closed ??= tools[Symbol.asyncDispose]();
    };
    await expect(tools.levels(path, { progress: close })).rejects.toThrow('Garner is stopping');
    await closed;
  });
}
