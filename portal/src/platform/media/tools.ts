/** What is made of recordings: what they are, one that every browser plays, and how loud they are. */
export interface MediaTools extends AsyncDisposable {
  readonly name: 'ffmpeg' | 'ffmpeg-wasm';
  /** What is in the file at a local path. Throws MediaError `unreadable`, in plain words, where nothing can be made of it. */
  probe(path: string, options?: { signal?: AbortSignal }): Promise<Probe>;
  /**
   * Writes what every browser plays to `out`, which is there whole or not at all. For `audio`: AAC-LC of 128 kbit/s in an .m4a, mono or stereo, at
   * 44.1 or 48 kHz. For `video`: H.264 (yuv420p, even sizes, within 1280 × 720 or 720 × 1280) and such AAC in an .mp4. Both begin to play before
   * they are loaded whole, and hold no metadata of the original. `progress` rises from 0 to 1, which is told once `out` is there; without
   * `seconds` nothing between the two is known. Throws MediaError, or the signal's reason.
   */
  makePlayable(path: string, out: string, options: PlayableOptions): Promise<void>;
  /** How loud the first sound track is, from its beginning to its end; without channels where the file has no sound. Throws MediaError. */
  levels(path: string, options?: { signal?: AbortSignal; progress?: (fraction: number) => void }): Promise<Levels>;
}

export interface PlayableOptions {
  readonly kind: 'audio' | 'video';
  /** How long the recording is said to be, for the progress. */
  readonly seconds: number | undefined;
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** What a file holds. A cover picture in an mp3 is not video; a file of subtitles alone is `neither`. */
export interface Probe {
  readonly kind: 'audio' | 'video' | 'neither';
  /** As ffmpeg names it, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  /** Where the file says so; recordings made in a browser often do not. */
  readonly seconds: number | undefined;
  readonly audio: { readonly codec: string; readonly channels: number; readonly sampleRate: number } | undefined;
  readonly video: { readonly codec: string; readonly width: number; readonly height: number } | undefined;
}

/** Loudness in dBFS, ten values a second for each channel: the root mean square and the peak of each tenth of a second, never below -120. */
export interface Levels {
  readonly perSecond: 10;
  readonly channels: readonly { readonly rms: Float32Array; readonly peak: Float32Array }[];
}

/**
 * Why nothing came of a recording: it cannot be read, is larger or longer than these tools take, was given up after too long,
 * or the tools failed at it. The message is for the person who sent the file; `detail` is ffmpeg's own words, for the log.
 */
export class MediaError extends Error {
  override name = 'MediaError';
  readonly kind: 'unreadable' | 'too-long' | 'timed-out' | 'failed';
  readonly detail: string;

  constructor(kind: MediaError['kind'], message: string, detail = '') {
    super(message);
    this.kind = kind;
    this.detail = detail;
  }
}

/** What jobs are held to. */
export interface MediaLimits {
  /** A job that came no further for so long is ended. */
  readonly stallSeconds: number;
  /** A job is ended after this, and earlier where the recording is short: see `allowedSeconds`. */
  readonly mostSeconds: number;
  /** The longest recording of which levels are taken. */
  readonly longestSeconds: number;
  /** Bytes of what is written. */
  readonly largestOutput: number;
  /** Bytes of what the tools that come with Garner read. */
  readonly largestInWasm: number;
  /** Bytes of address space of a child process, where they can be limited. */
  readonly memory: number;
  readonly threads: number;
}

export const LIMITS: MediaLimits = {
  stallSeconds: 120,
  mostSeconds: 6 * 3600,
  longestSeconds: 24 * 3600,
  largestOutput: 4 * 2 ** 30,
  largestInWasm: 2 * 2 ** 30,
  memory: 4 * 2 ** 30,
  threads: 2,
};

/** How long a job on a recording of so many seconds may run: twenty minutes and ten times its length. */
export function allowedSeconds(seconds: number | undefined, { mostSeconds }: MediaLimits): number {
  return seconds === undefined ? mostSeconds : Math.min(mostSeconds, 1200 + 10 * seconds);
}
