import type { Context } from '../../context.ts';
import { placesOf } from './file-queries.ts';

/** Removes the bytes of a file, what was made of it included; what is known of it (name, SHA-256, who and when) stays. */
export async function removeBytes({ db, blobs }: Pick<Context, 'db' | 'blobs'>, id: string): Promise<void> {
  const places = await placesOf(db, id);
  if (!places) return;
  if (places.playable !== null) await blobs.remove(places.playable);
  await blobs.remove(places.original);
}
