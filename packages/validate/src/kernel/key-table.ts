/** Regions of a table, by the upper byte of the hash, so that it counts for the comparison. */
export const REGIONS = 256;
/** Share of the places taken when the number of rows was foreseen, and at most. */
export const FORESEEN = 0.7;
export const FULLEST = 0.85;

/**
 * Rows by a 64-bit hash of their key, 8 bytes a place: about 12 bytes a row where their number was foreseen (`reserve`),
 * else up to 15. The upper byte of a hash chooses a region; the lower half, which is kept, the place in it: 40 bits are
 * compared. Equal ones are only a suspicion, which is followed up by comparing the values themselves.
 */
export interface KeyTable {
  /** Makes room for so many rows, while there are few. */
  reserve(rows: number): void;
  /** Notes the row under the hash; gives the row already there, or 0. */
  note(low: number, high: number, row: number): number;
  /**
   * Notes the hashes `from` up to but not including `to` of a list (lower and upper half side by side), the first of the
   * list being that of `row`. Where one was there before, its place in the list and the row already there are added to
   * `repeats`.
   */
  noteAll(hashes: Uint32Array, from: number, to: number, row: number, repeats: number[]): void;
}
