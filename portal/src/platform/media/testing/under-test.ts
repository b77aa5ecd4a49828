import { join } from 'node:path';
import type { MediaLimits, MediaTools } from '../tools.ts';

/** What the contract is tried on. */
export interface MediaUnderTest {
  readonly tools: MediaTools;
  /** A folder for the test's own files. */
  readonly inbox: string;
  readonly workFolder: string;
  /** The same tools with other limits. */
  readonly limited: (limits: Partial<MediaLimits>) => Promise<MediaTools>;
}

/** Small recordings of each kind, made once. */
export const FIXTURES = join(import.meta.dirname, '../fixtures');
