import { MediaError, type Probe } from './tools.ts';

export const NOT_A_RECORDING =
  'Nothing in this file can be played: it is not a recording of sound or video, or it is damaged. Open it on your own computer; if it plays there, save it in another format (such as MP3 or MP4) and send that.';

/** Longer than this is a fault of the file: 1,000 hours. */
const MOST_SECONDS = 3_600_000;

interface Stream {
  codec_type?: unknown;
  codec_name?: unknown;
  channels?: unknown;
  sample_rate?: unknown;
  width?: unknown;
  height?: unknown;
  duration?: unknown;
  disposition?: { attached_pic?: unknown };
}

/** Reads what ffprobe wrote about a file. Throws MediaError `unreadable` where it says nothing of it. */
export function readProbe(json: string, complaints: string): Probe {
  const { format, streams = [] } = parse(json) ?? {};
  if (typeof format?.format_name !== 'string' || !Array.isArray(streams) || streams.length === 0) {
    throw new MediaError('unreadable', NOT_A_RECORDING, complaints);
  }
  const sound = streams.find((stream) => stream.codec_type === 'audio' && positive(stream.sample_rate));
  const picture = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1 && positive(stream.width),
  );
  return {
    kind: picture ? 'video' : sound ? 'audio' : 'neither',
    container: format.format_name,
    seconds: length(format.duration) ?? length(picture?.duration) ?? length(sound?.duration),
    audio: sound && {
      codec: String(sound.codec_name ?? 'unknown'),
      channels: positive(sound.channels) ?? 1,
      sampleRate: positive(sound.sample_rate) ?? 0,
    },
    video: picture && {
      codec: String(picture.codec_name ?? 'unknown'),
      width: positive(picture.width) ?? 0,
      height: positive(picture.height) ?? 0,
    },
  };
}

function parse(
  json: string,
): { format?: { format_name?: unknown; duration?: unknown }; streams?: Stream[] } | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function length(value: unknown): number | undefined {
  const seconds = Number(value);
  return value !== undefined && seconds > 0 && seconds < MOST_SECONDS ? seconds : undefined;
}
