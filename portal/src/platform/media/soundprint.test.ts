import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alike, soundprint } from './soundprint.ts';
import { levelsFrom, levelsOf } from './testing/levels.ts';
import { chance, from, type Sound, speech } from './testing/samples.ts';

const print = (sound: Sound): Buffer => soundprint(levelsOf(sound));
const seeds = fc.integer({ min: 1, max: 1_000_000 });

/** As a lossy format of a poor bit rate leaves it: another gain, noise in place of what is quiet, and a little change of each sample. */
function worn({ sampleRate, channels }: Sound, seed: number): Sound {
  const next = chance(seed);
  const gain = 0.4 + next();
  return {
    sampleRate,
    channels: channels.map((samples) => samples.map((sample) => gain * sample * (0.8 + 0.4 * next()) + 0.002 * next())),
  };
}

test('the same recording, worn and begun up to two seconds apart, is alike', () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: -2, max: 2, noNaN: true }), (seed, seconds) => {
      const sound = speech(seed, 20, 8000);
      expect(alike(print(sound), print(from(seconds, worn(sound, seed))))).toBeGreaterThanOrEqual(0.95);
    }),
    { numRuns: 25 },
  );
});

test('different speech is not', () => {
  fc.assert(
    fc.property(seeds, seeds, fc.integer({ min: 3, max: 40 }), (one, other, seconds) => {
      fc.pre(one !== other);
      expect(alike(print(speech(one, seconds, 8000)), print(speech(other, seconds, 8000)))).toBeLessThan(0.8);
    }),
    { numRuns: 40 },
  );
});

test('neither is a part of a recording the whole of it', () => {
  const sound = speech(5, 60, 8000);
  expect(alike(print(sound), print(from(20, sound)))).toBeLessThan(0.8);
  expect(
    alike(print(sound), print({ ...sound, channels: sound.channels.map((samples) => samples.slice(0, 8000 * 30)) })),
  ).toBeLessThan(0.8);
});

test('stereo is alike its mono, and a recording in one channel that in two', () => {
  const sound = speech(6, 30, 8000);
  const [samples] = sound.channels as [Float32Array];
  for (const channels of [
    [samples, samples],
    [samples, new Float32Array(samples.length)],
  ]) {
    expect(alike(print(sound), print({ ...sound, channels }))).toBeGreaterThan(0.99);
  }
});

test('it is the same both ways, from 0 to 1, and 1 for itself', () => {
  const anyPrint = fc
    .array(fc.tuple(fc.double({ min: 0.1, max: 5, noNaN: true }), fc.double({ min: -120, max: 3, noNaN: true })), {
      minLength: 1,
      maxLength: 20,
    })
    .map((parts) => soundprint(levelsFrom(parts)));
  fc.assert(
    fc.property(anyPrint, anyPrint, (a, b) => {
      const value = alike(a, b);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(alike(b, a)).toBe(value);
      expect(alike(a, Buffer.from(a))).toBe(1);
    }),
  );
});

test('nothing is alike no sound, or what is no soundprint', () => {
  const none = soundprint({ perSecond: 10, channels: [] });
  const some = print(speech(7, 12, 8000));
  expect([
    alike(none, none),
    alike(none, some),
    alike(some, Buffer.alloc(0)),
    alike(some, Buffer.alloc(200, 9)),
  ]).toEqual([0, 0, 0, 0]);
});

test('an hour takes 36 kB', () => {
  expect(soundprint(levelsFrom([[3600, -20]])).length).toBe(36_001);
});
