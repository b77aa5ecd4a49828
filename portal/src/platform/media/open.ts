import type { Log } from '../log.ts';
import { findPrograms } from './find-programs.ts';
import { nativeRunner } from './native.ts';
import { LIMITS, type MediaLimits, type MediaTools } from './tools.ts';
import { toolsOf } from './tools-of.ts';
import { wasmRunner } from './wasm.ts';
import { clearLeftovers } from './work-folders.ts';

export interface MediaToolsOptions {
  /** Where ffmpeg is, by path or by name; ffprobe is beside it. Where it is not given, ffmpeg is looked for on PATH. */
  readonly ffmpegPath: string | undefined;
  /** A folder of this machine in which jobs work; made where it is not there. */
  readonly workFolder: string;
  readonly log: Log;
  readonly limits?: Partial<MediaLimits>;
  /** `wasm` takes what comes with Garner, whatever is installed. */
  readonly prefer?: 'installed' | 'wasm';
}

/**
 * ffmpeg as it is installed, else the one that comes with Garner as WebAssembly, which does the same, pictures far more slowly.
 * Throws where `ffmpegPath` is given and cannot be used.
 */
export async function openMediaTools(options: MediaToolsOptions): Promise<MediaTools> {
  const { ffmpegPath, workFolder: folder, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  await clearLeftovers(folder);
  const found =
    options.prefer === 'wasm'
      ? 'the one that comes with Garner is preferred'
      : await findPrograms(ffmpegPath ?? 'ffmpeg');
  if (typeof found !== 'string') {
    log.info({ ffmpeg: found.ffmpeg }, 'Recordings are worked on by ffmpeg');
    return toolsOf({ runner: nativeRunner(found, limits), limits, folder, log });
  }
  if (ffmpegPath !== undefined && options.prefer !== 'wasm') throw new Error(`FFMPEG_PATH cannot be used: ${found}`);
  log.info({ because: found }, 'Recordings are worked on by the ffmpeg that comes with Garner');
  return toolsOf({ runner: wasmRunner(limits), limits, folder, log });
}
