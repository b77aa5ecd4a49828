import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListeningLimits, listen, waveform } from './listening.ts';
import { levelsFrom, levelsOf, probeOf } from './testing/levels.ts';
import { soundOf, speech, tone } from './testing/samples.ts';
import type { Levels } from './tools.ts';

const notices = (levels: Levels, limits?: ListeningLimits) => listen(probeOf(levels), levels, limits);
/** Half a minute of speech at this level, a word and a pause each second. */
const talk = (dB: number, seconds = 30): [number, number][] =>
  Array.from(
    { length: seconds },
    () =>
      [
        [0.6, dB],
        [0.4, dB - 20],
      ] as [number, number][],
  ).flat();

describe('what is said of a recording', () => {
  test('nothing of speech, loud or soft, in one channel or two', () => {
    expect(notices(levelsOf(speech(3, 30)))).toEqual([]);
    for (const dB of [-15, -25, -38]) {
      expect(notices(levelsFrom(talk(dB)))).toEqual([]);
      expect(notices(levelsFrom(talk(dB), talk(dB - 6)))).toEqual([]);
    }
  });

  test('no sound track, or one that holds nothing', () => {
    const none: Levels = { perSecond: 10, channels: [] };
    const video = { ...probeOf(none), audio: undefined, seconds: 12 };
    expect(listen(video, none)).toEqual([{ code: 'no-sound', from: 0, to: 12 }]);
    expect(notices(levelsFrom([]))).toEqual([{ code: 'no-sound', from: 0, to: 0 }]);
  });

  test('silence from end to end, and no more than that', () => {
    expect(notices(levelsFrom([[40, -120]]))).toEqual([{ code: 'silent', from: 0, to: 40 }]);
    expect(notices(levelsFrom([[40, -70]], [[40, -65]]))).toEqual([{ code: 'silent', from: 0, to: 40 }]);
  });

  test('speech that can hardly be heard', () => {
    expect(notices(levelsFrom(talk(-46)))).toEqual([{ code: 'near-silent', from: 0, to: 30 }]);
  });

  test('nobody speaks for twenty seconds: where', () => {
    const levels = levelsFrom([...talk(-20), [25, -62], ...talk(-20), [19.9, -62], ...talk(-20), [20, -62]]);
    expect(notices(levels)).toEqual([
      { code: 'long-silence', from: expect.closeTo(29.6, 0), to: 55 },
      { code: 'long-silence', from: expect.closeTo(134.5, 0), to: 154.9 },
    ]);
  });

  test('a cough does not end a silence, a word does', () => {
    const around = (middle: [number, number]) =>
      notices(levelsFrom([...talk(-20), [15, -70], middle, [15, -70], ...talk(-20)]));
    expect(around([0.4, -22]).map(({ code }) => code)).toEqual(['long-silence']);
    expect(around([1.2, -22])).toEqual([]);
  });

  test('many short words are no silence', () => {
    const answers = Array.from({ length: 40 }, (): [number, number][] => [
      [0.7, -70],
      [0.3, -20],
    ]).flat();
    expect(notices(levelsFrom(answers))).toEqual([]);
  });

  test('the noise of a room behind speech is silence too', () => {
    const codes = notices(levelsFrom([...talk(-14), [30, -45]])).map(({ code }) => code);
    expect(codes).toEqual(['long-silence']);
  });

  test('clipping: the places, but not a single loud moment', () => {
    const clipped = levelsFrom([...talk(-20), [1, -6], ...talk(-20), [0.5, -6], [3, -20], [0.5, -6], ...talk(-20)]);
    expect(notices(clipped)).toEqual([
      { code: 'clipping', from: 30, to: 31 },
      { code: 'clipping', from: 61, to: 65 },
    ]);
    expect(notices(levelsFrom([...talk(-20), [0.2, -6], ...talk(-20)]))).toEqual([]);
    const [square] = notices(levelsOf(soundOf(2, 8000, (time) => Math.max(-1, Math.min(1, 3 * tone(0)(time))))));
    expect(square).toEqual({ code: 'clipping', from: 0, to: 2 });
  });

  test('one dead channel of two: which', () => {
    expect(notices(levelsFrom(talk(-20), [[30, -90]]))).toEqual([
      { code: 'dead-channel', from: 0, to: 30, channel: 2 },
    ]);
    expect(notices(levelsFrom([[30, -120]], talk(-20)))).toEqual([
      { code: 'dead-channel', from: 0, to: 30, channel: 1 },
    ]);
    expect(notices(levelsFrom(talk(-20), [[30, -90]], talk(-20)))).toEqual([]);
  });

  test('too short and too long for what was asked', () => {
    const levels = levelsFrom(talk(-20));
    expect(notices(levels, { leastSeconds: 30, mostSeconds: 30 })).toEqual([]);
    expect(notices(levels, { leastSeconds: 31 })).toEqual([{ code: 'too-short', from: 0, to: 30 }]);
    expect(notices(levels, { mostSeconds: 20 })).toEqual([{ code: 'too-long', from: 20, to: 30 }]);
    expect(notices(levelsFrom([[3, -120]]), { leastSeconds: 10 }).map(({ code }) => code)).toEqual([
      'too-short',
      'silent',
    ]);
  });
});

const anyLevels = fc
  .array(fc.tuple(fc.double({ min: 0.1, max: 40, noNaN: true }), fc.double({ min: -120, max: 3, noNaN: true })), {
    maxLength: 12,
  })
  .chain((parts) =>
    fc.constantFrom(levelsFrom(parts), levelsFrom(parts, parts.toReversed()), levelsFrom(parts, [[600, -120]])),
  )
  .map(({ channels }): Levels => {
    const least = Math.min(...channels.map(({ rms }) => rms.length));
    return {
      perSecond: 10,
      channels: channels.map(({ rms, peak }) => ({ rms: rms.slice(0, least), peak: peak.slice(0, least) })),
    };
  });

test('every place lies in the recording, in order, and a louder copy is never quieter', () => {
  const quiet = new Set(['silent', 'near-silent']);
  fc.assert(
    fc.property(anyLevels, fc.double({ min: 0, max: 30, noNaN: true }), (levels, louder) => {
      const found = notices(levels);
      const seconds = levels.channels[0]!.rms.length / 10;
      for (const { code, from, to } of found) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(seconds);
        expect(to).toBeGreaterThanOrEqual(from);
        // Added, not taken away: 32.3 less 12.3 is a little under 20.
        if (code === 'long-silence') expect(to).toBeGreaterThanOrEqual(from + 20);
      }
      for (const code of ['long-silence', 'clipping']) {
        const places = found.filter((notice) => notice.code === code);
        expect(places.every(({ from }, at) => at === 0 || from > places[at - 1]!.to)).toBe(true);
      }
      const more = levels.channels.map(({ rms, peak }) => ({
        rms: rms.map((dB) => dB + louder),
        peak: peak.map((dB) => dB + louder),
      }));
      const heard = (all: Levels): boolean => !notices(all).some(({ code }) => quiet.has(code) || code === 'no-sound');
      if (heard(levels)) expect(heard({ perSecond: 10, channels: more })).toBe(true);
    }),
  );
});

test('a waveform has as many points as wanted, from 0 to 1, and is high where it is loud', () => {
  fc.assert(
    fc.property(anyLevels, fc.integer({ min: 0, max: 500 }), (levels, points) => {
      const heights = waveform(levels, points);
      expect(heights).toHaveLength(points);
      expect(heights.every((height) => height >= 0 && height <= 1)).toBe(true);
    }),
  );
  const heights = waveform(
    levelsFrom([
      [10, -20],
      [10, -120],
      [10, -3],
    ]),
    300,
  );
  expect([heights[0], heights[150], heights[299]]).toEqual([expect.closeTo(0.65, 1), 0, 1]);
  expect(
    waveform(
      levelsFrom([
        [0.1, -3],
        [0.1, -120],
      ]),
      4,
    ),
  ).toEqual([1, 1, 0, 0]);
});
