import type { Probe, SoundNotice } from '../../platform/media/index.ts';
import { endingOf } from './kinds.ts';
import type { ComponentRules, FileNotice } from './model.ts';
import { lengthInWords, placeInWords } from './words.ts';

/** What each ending's container is called by the probe. */
const CONTAINERS: Readonly<Record<string, RegExp>> = {
  '.mp3': /\bmp3\b/,
  '.wav': /\bwav\b/,
  '.m4a': /\bmp4\b/,
  '.mp4': /\bmp4\b/,
  '.m4v': /\bmp4\b/,
  '.mov': /\bmov\b/,
  '.3gp': /\b3gp\b/,
  '.aac': /\baac\b/,
  '.ogg': /\bogg\b/,
  '.oga': /\bogg\b/,
  '.opus': /\bogg\b/,
  '.wma': /\basf\b/,
  '.wmv': /\basf\b/,
  '.amr': /\bamr\b/,
  '.flac': /\bflac\b/,
  '.avi': /\bavi\b/,
  '.webm': /\bwebm\b/,
  '.mkv': /\bmatroska\b/,
  '.mpg': /\bmpeg/,
  '.mpeg': /\bmpeg/,
};

/** A notice where a recording is in another container than its name says: it plays here, but may not elsewhere. */
export function rightContainer(name: string, { container }: Probe): FileNotice[] {
  const ending = endingOf(name);
  const expected = CONTAINERS[ending];
  if (expected === undefined || expected.test(container)) return [];
  return [
    {
      code: 'container',
      words: `The name ends in ${ending}, but inside it is ${container}. It plays here all the same.`,
    },
  ];
}

/** What was noticed of a sound, for the people who can still do something about it. */
export function noticeWords(
  { code, from, to, channel }: SoundNotice,
  { leastSeconds, mostSeconds }: Pick<ComponentRules, 'leastSeconds' | 'mostSeconds'>,
): string {
  const place = `from ${placeInWords(from)} to ${placeInWords(to)}`;
  switch (code) {
    case 'no-sound':
      return 'There is no sound in this file.';
    case 'silent':
      return 'The recording is silent from its beginning to its end.';
    case 'near-silent':
      return 'The recording is very quiet. Listen whether the candidate can be understood.';
    case 'long-silence':
      return `There is nothing to hear ${place}.`;
    case 'clipping':
      return `The sound is overdriven ${place}. Listen whether the candidate can be understood.`;
    case 'dead-channel':
      return `Nothing is on the ${channel === 1 ? 'left' : channel === 2 ? 'right' : `${channel}th`} side of the sound; one microphone may not have worked.`;
    case 'too-short':
      return `The recording is ${lengthInWords(to)} long; at least ${lengthInWords(leastSeconds ?? 0)} are expected.`;
    case 'too-long':
      return `The recording is ${lengthInWords(to)} long; at most ${lengthInWords(mostSeconds ?? 0)} are expected.`;
  }
}
