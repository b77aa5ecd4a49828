import { FLOOR } from './read-levels.ts';
import type { Levels, Probe } from './tools.ts';

export { alike, soundprint } from './soundprint.ts';

/**
 * `no-sound`: there is no sound track. `silent`: nothing in it can be heard. `near-silent`: speech is hardly to be heard. `long-silence`: nobody
 * speaks for long. `clipping`: louder than can be recorded, and so distorted. `dead-channel`: one of two channels holds nothing.
 * `too-short`, `too-long`: for what was asked.
 */
export type SoundNoticeCode =
  | 'no-sound'
  | 'silent'
  | 'near-silent'
  | 'long-silence'
  | 'clipping'
  | 'dead-channel'
  | 'too-short'
  | 'too-long';

/** Something about a recording that somebody should listen to, from and to in seconds. Long silences and clipping have a notice for each place. */
export interface SoundNotice {
  readonly code: SoundNoticeCode;
  readonly from: number;
  readonly to: number;
  /** The channel that is dead, from 1 (left). */
  readonly channel?: number;
}

export interface ListeningLimits {
  readonly leastSeconds?: number | undefined;
  readonly mostSeconds?: number | undefined;
}

/** No tenth of a second is louder: a microphone that was off or muted. The noise of the quietest room through any microphone is above. */
const SILENT = -60;

/**
 * Where even the loudest twentieth of a recording is below this, it can hardly be understood. Speech at arm's length from a telephone is
 * at -30 to -15, across a quiet room about -40.
 */
const NEAR_SILENT = -42;

/** Speech is the loudest twentieth: longer than coughs and knocks, and there even where a candidate says little. */
const SPEECH_SHARE = 0.95;

/** What is so far below speech is no speech: the pause between words falls by 30 dB and less. It lies between the two limits that follow. */
const BELOW_SPEECH = 28;
const QUIET_LEAST = SILENT;
const QUIET_MOST = -42;

/** A silence of so many seconds is told. Time to think of an answer is shorter; time to prepare a talk is not recorded. */
const LONG_SILENCE = 20;

/** Sound of at most so many tenths of a second, such as a cough or a chair, does not end a silence. */
const KNOCK = 5;

/** So much of a silence is silent: answers of one short word each are no knocks. */
const QUIET_SHARE = 0.9;

/** At this peak the converter, or the gain behind it, had no more to give. Recordings that were made as loud as they can be touch it once or twice. */
const CLIPPED = -0.1;

/** So many clipped tenths of a second, none further than the gap (in tenths) from the next, are a place to listen to. */
const CLIPPED_LEAST = 4;
const CLIPPED_GAP = 50;

/** What there is to say about a recording, for those who send and those who mark it. It is for people to judge. */
export function listen(probe: Probe, levels: Levels, limits: ListeningLimits = {}): readonly SoundNotice[] {
  const windows = levels.channels[0]?.rms.length ?? 0;
  const seconds = probe.seconds ?? windows / levels.perSecond;
  return [...lengthNotices(seconds, limits), ...soundNotices(probe, levels, seconds)];
}

function lengthNotices(seconds: number, { leastSeconds, mostSeconds }: ListeningLimits): SoundNotice[] {
  if (leastSeconds !== undefined && seconds < leastSeconds) return [{ code: 'too-short', from: 0, to: seconds }];
  if (mostSeconds !== undefined && seconds > mostSeconds) return [{ code: 'too-long', from: mostSeconds, to: seconds }];
  return [];
}

function soundNotices(probe: Probe, levels: Levels, seconds: number): SoundNotice[] {
  const whole = { from: 0, to: seconds };
  const loudness = loudest(levels.channels.map(({ rms }) => rms));
  if (probe.audio === undefined || loudness.length === 0) return [{ code: 'no-sound', ...whole }];
  if (!loudness.some((level) => level > SILENT)) return [{ code: 'silent', ...whole }];
  const speech = speechLevel(loudness);
  const quiet = Math.min(QUIET_MOST, Math.max(QUIET_LEAST, speech - BELOW_SPEECH));
  return [
    ...(speech < NEAR_SILENT ? [{ code: 'near-silent', ...whole } as const] : []),
    ...places(loudness, (level) => level <= quiet, KNOCK)
      .filter(
        ({ from, to, times }) => to - from >= LONG_SILENCE * levels.perSecond && times >= QUIET_SHARE * (to - from),
      )
      .map(({ from, to }) => ({ code: 'long-silence', ...inSeconds(from, to, levels) }) as const),
    ...places(loudest(levels.channels.map(({ peak }) => peak)), (level) => level >= CLIPPED, CLIPPED_GAP)
      .filter(({ times }) => times >= CLIPPED_LEAST)
      .map(({ from, to }) => ({ code: 'clipping', ...inSeconds(from, to, levels) }) as const),
    ...deadChannels(levels).map((channel) => ({ code: 'dead-channel', ...whole, channel }) as const),
  ];
}

/** Of two channels that which holds nothing, from 1. More than two are no microphones but places of loudspeakers, some of which are often silent. */
function deadChannels({ channels }: Levels): number[] {
  if (channels.length !== 2) return [];
  return channels.flatMap(({ rms }, at) => (rms.some((level) => level > SILENT) ? [] : [at + 1]));
}

interface Place {
  readonly from: number;
  readonly to: number;
  /** How many of the levels between are such. */
  readonly times: number;
}

/** Where levels are such, from and up to but not including; at most `gap` others between two join them into one place. */
function places(levels: Float32Array, such: (level: number) => boolean, gap: number): Place[] {
  const found: Place[] = [];
  levels.forEach((level, at) => {
    if (!such(level)) return;
    const last = found.at(-1);
    if (last && at - last.to <= gap) found[found.length - 1] = { from: last.from, to: at + 1, times: last.times + 1 };
    else found.push({ from: at, to: at + 1, times: 1 });
  });
  return found;
}

function inSeconds(from: number, to: number, { perSecond }: Levels): { from: number; to: number } {
  return { from: from / perSecond, to: to / perSecond };
}

function speechLevel(loudness: Float32Array): number {
  return loudness.toSorted()[Math.floor((loudness.length - 1) * SPEECH_SHARE)] ?? FLOOR;
}

/** The louder of the channels at each time. */
function loudest(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  return first.map((level, at) => others.reduce((most, other) => Math.max(most, other[at] ?? FLOOR), level));
}

/** What is as loud as this fills the drawing; what is 48 dB below is a line. */
const DRAWN = { most: -3, range: 48 };

/** So many heights from 0 to 1 for drawing the recording, the loudest moment of each part. Fewer tenths of a second than points are repeated. */
export function waveform({ channels }: Levels, points: number): number[] {
  const loudness = loudest(channels.map(({ rms }) => rms));
  return Array.from({ length: points }, (_, at) => {
    const from = Math.floor((at * loudness.length) / points);
    const to = Math.max(from + 1, Math.floor(((at + 1) * loudness.length) / points));
    const level = loudness.subarray(from, to).reduce((most, each) => Math.max(most, each), FLOOR);
    return Math.min(1, Math.max(0, 1 - (DRAWN.most - level) / DRAWN.range));
  });
}
