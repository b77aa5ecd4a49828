import type { Context } from '../../context.ts';

/**
 * Removes the bytes of a file wherever a step may have put them; what is known of it (name, SHA-256, who and when) stays. Safe to repeat,
 * and repeated by any step that finds its file gone.
 */
export async function removeBytes({ blobs }: Pick<Context, 'blobs'>, id: string): Promise<void> {
  for (const key of [`files/${id}`, `quarantine/${id}`, `playable/${id}.m4a`, `playable/${id}.mp4`])
    await blobs.remove(key);
}
