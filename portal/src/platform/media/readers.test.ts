import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOOR, LevelsReader } from './read-levels.ts';
import { readProbe } from './read-probe.ts';
import { ProgressReader } from './read-progress.ts';
import { MediaError } from './tools.ts';

const decibels = fc.oneof(
  // Written as text, minus nothing is nothing.
  fc.double({ min: -150, max: 20, noNaN: true }).map((level) => level + 0),
  fc.constantFrom(Number.NEGATIVE_INFINITY, Number.NaN),
);

/** The text cut at these places. */
function pieces(text: string, cuts: readonly number[]): string[] {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((to, index) => text.slice(at[index], to));
}

test('levels are read wherever the text is cut', () => {
  const windows = fc.array(fc.tuple(decibels, decibels), { maxLength: 700 });
  fc.assert(
    fc.property(windows, fc.array(fc.nat(), { maxLength: 20 }), (values, cuts) => {
      const text = values
        .map(
          ([rms, peak], at) =>
            `frame:${at}    pts:${at}    pts_time:0\nlavfi.astats.1.Peak_level=${peak}\nlavfi.astats.1.RMS_level=${rms}\n`,
        )
        .join('')
        .replaceAll('-Infinity', '-inf')
        .replaceAll('NaN', 'nan');
      const reader = new LevelsReader();
      for (const piece of pieces(text, cuts)) reader.add(piece);
      const expected = (level: number): number => Math.fround(level > FLOOR ? level : FLOOR);
      const { channels } = reader.levels();
      expect(channels).toHaveLength(values.length === 0 ? 0 : 1);
      if (values.length === 0) return;
      expect([...channels[0]!.rms]).toEqual(values.map(([rms]) => expected(rms)));
      expect([...channels[0]!.peak]).toEqual(values.map(([, peak]) => expected(peak)));
    }),
  );
});

test('levels of a channel that comes later, or of hundreds, do no harm', () => {
  const reader = new LevelsReader();
  reader.add('lavfi.astats.1.RMS_level=-1\nframe:0\nlavfi.astats.1.RMS_level=-10\nframe:1\n');
  reader.add(
    'lavfi.astats.2.RMS_level=-20\nlavfi.astats.900.RMS_level=-1\nlavfi.astats.0.RMS_level=-1\nlavfi.astats.1.Other=3',
  );
  const { channels } = reader.levels();
  expect(channels.map(({ rms, peak }) => [[...rms], [...peak]])).toEqual([
    [
      [-10, FLOOR],
      [FLOOR, FLOOR],
    ],
    [
      [FLOOR, -20],
      [FLOOR, FLOOR],
    ],
  ]);
});

test('progress is read, and standing still is noticed', () => {
  const reader = new ProgressReader();
  expect(reader.add('bitrate=N/A\ntotal_size=44\nout_time_us=0\nprogress=continue\nout_time_us=15')).toBe(true);
  expect([reader.add('00000\n'), reader.seconds]).toEqual([true, 1.5]);
  expect(reader.add('total_size=44\nout_time_us=1500000\nspeed=0.1x\nbitrate=17\n')).toBe(false);
  expect([reader.add('out_time_us=N/A\nout_time_us=-900\nout_time_us=900\n'), reader.seconds]).toEqual([true, 1.5]);
});

test('what ffprobe says of a file', () => {
  const sound = { codec_type: 'audio', codec_name: 'mp3', sample_rate: '44100', channels: 2 };
  const cover = { codec_type: 'video', codec_name: 'mjpeg', width: 64, height: 64, disposition: { attached_pic: 1 } };
  const subtitles = { codec_type: 'subtitle', codec_name: 'mov_text' };
  const read = (format: object, ...streams: object[]) =>
    readProbe(JSON.stringify({ programs: [], streams, format }), '');
  expect(read({ format_name: 'mp3', duration: '12.5' }, cover, sound)).toEqual({
    kind: 'audio',
    container: 'mp3',
    seconds: 12.5,
    audio: { codec: 'mp3', channels: 2, sampleRate: 44_100 },
    video: undefined,
  });
  expect(read({ format_name: 'mov', duration: '3' }, subtitles)).toMatchObject({ kind: 'neither', audio: undefined });
  for (const duration of ['N/A', '-5', '1e300', undefined]) {
    expect(read({ format_name: 'webm', duration }, sound).seconds).toBeUndefined();
  }
});

test('anything else than what ffprobe writes is unreadable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => readProbe(text, 'complaint')).toThrow(MediaError);
    }),
  );
});
