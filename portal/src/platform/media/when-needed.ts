import { type MediaToolsOptions, openMediaTools } from './open.ts';
import type { MediaTools } from './tools.ts';
import { clearLeftovers } from './work-folders.ts';

/**
 * As `openMediaTools`, but ffmpeg is looked for only when the first recording comes: it takes a quarter of a second of every start,
 * and most processes never see one. Where it is said where ffmpeg is, it is tried at once, so that a slip is told at the start.
 */
export async function mediaToolsWhenNeeded(options: MediaToolsOptions): Promise<Omit<MediaTools, 'name'>> {
  if (options.ffmpegPath !== undefined) return openMediaTools(options);
  await clearLeftovers(options.workFolder);
  let opened: Promise<MediaTools> | undefined;
  const tools = (): Promise<MediaTools> => {
    opened ??= openMediaTools(options).catch((error: unknown) => {
      // The next recording tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    probe: async (...given) => (await tools()).probe(...given),
    makePlayable: async (...given) => (await tools()).makePlayable(...given),
    levels: async (...given) => (await tools()).levels(...given),
    async [Symbol.asyncDispose]() {
      const made = await opened?.catch(() => undefined);
      await made?.[Symbol.asyncDispose]();
    },
  };
}
