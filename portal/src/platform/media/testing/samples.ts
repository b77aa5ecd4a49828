/** Recordings that are made by code, the same each time. */

export interface Sound {
  readonly sampleRate: number;
  /** Samples from -1 to 1, as long as each other. */
  readonly channels: readonly Float32Array[];
}

/** A sound from what each channel is at a time in seconds. */
export function soundOf(
  seconds: number,
  sampleRate: number,
  ...channels: readonly ((time: number) => number)[]
): Sound {
  const samples = Math.round(seconds * sampleRate);
  return {
    sampleRate,
    channels: channels.map((at) => Float32Array.from({ length: samples }, (_, sample) => at(sample / sampleRate))),
  };
}

/** A tone of which the peak is at so many dBFS. */
export function tone(dB: number, hertz = 440): (time: number) => number {
  const most = 10 ** (dB / 20);
  return (time) => most * Math.sin(2 * Math.PI * hertz * time);
}

/** A WAV file of 16 bits a sample. */
export function wav({ sampleRate, channels }: Sound): Buffer {
  const [first = new Float32Array()] = channels;
  const data = Buffer.alloc(first.length * channels.length * 2);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, at) => {
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
      data.writeInt16LE(value, (at * channels.length + channel) * 2);
    });
  });
  return Buffer.concat([wavHeader({ sampleRate, channels: channels.length, bytes: data.length }), data]);
}

/** The first 44 bytes of a WAV file of so many bytes of sound. */
export function wavHeader({
  sampleRate,
  channels,
  bytes,
}: {
  sampleRate: number;
  channels: number;
  bytes: number;
}): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes + 36, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}

/** Numbers from 0 to 1 that look as if by chance, the same for each seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sound that rises and falls as speech does: syllables of a voice or a hiss in words, words in phrases, pauses, and the noise of a room. */
export function speech(seed: number, seconds: number, sampleRate = 16_000): Sound {
  const next = chance(seed);
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const room = 10 ** (-58 / 20);
  for (let at = 0; at < samples.length; at++) samples[at] = room * (2 * next() - 1);
  for (let time = next(); time < seconds; time += 0.3 + 1.4 * next()) {
    for (let words = 2 + Math.floor(5 * next()); words > 0; words--, time += 0.05 + 0.15 * next()) {
      for (let syllables = 1 + Math.floor(3 * next()); syllables > 0; syllables--) {
        const length = 0.1 + 0.2 * next();
        say(samples, {
          from: Math.round(time * sampleRate),
          samples: Math.round(length * sampleRate),
          sampleRate,
          next,
        });
        time += length;
      }
    }
  }
  return { sampleRate, channels: [samples] };
}

function say(
  into: Float32Array,
  { from, samples, sampleRate, next }: { from: number; samples: number; sampleRate: number; next: () => number },
): void {
  const loud = 10 ** (-(8 + 14 * next()) / 20);
  const hiss = next() < 0.25;
  const pitch = (2 * Math.PI * (110 + 90 * next())) / sampleRate;
  for (let at = 0; at < samples && from + at < into.length; at++) {
    const voice = 0.6 * Math.sin(pitch * at) + 0.3 * Math.sin(2 * pitch * at) + 0.2 * Math.sin(5 * pitch * at);
    const sound = hiss ? 0.5 * (2 * next() - 1) : voice;
    into[from + at]! += loud * Math.sin((Math.PI * at) / samples) * sound;
  }
}

/** The sound from a time on, in seconds; before its beginning there is silence. */
export function from(seconds: number, { sampleRate, channels }: Sound): Sound {
  const by = Math.round(seconds * sampleRate);
  const moved = (samples: Float32Array): Float32Array =>
    by >= 0 ? samples.slice(by) : new Float32Array([...new Float32Array(-by), ...samples]);
  return { sampleRate, channels: channels.map(moved) };
}
