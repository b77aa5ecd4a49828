import { HIGH, isAscii } from './bytes';
import { ENDS, FLAGS, FROMS } from './layout';

// Where the fields of the row at hand are. A usual row's are not copied: the comma before a field and the one after it
// are found side by side in the index.
let fromsAt: usize = FROMS;
let endsAt: usize = ENDS;
let flagged: bool = false;

/** The row's commas and line end are in the index from `position` on; the one before it, too. */
// @ts-ignore: decorator
@inline
export function setIndexed(position: usize): void {
  fromsAt = position - 4;
  endsAt = position;
  flagged = false;
}

/** The row's fields have been noted one by one. */
// @ts-ignore: decorator
@inline
export function setNoted(): void {
  fromsAt = FROMS;
  endsAt = ENDS;
  flagged = true;
}

// @ts-ignore: decorator
@inline
export function isIndexed(): bool {
  return !flagged;
}

/** Copies where the fields end, and up to 12 bytes more. */
// @ts-ignore: decorator
@inline
export function copyEnds(into: usize, columns: u32): void {
  const size = (<usize>columns) << 2;
  for (let at: usize = 0; at < size; at += 16) v128.store(into + at, v128.load(endsAt + at));
}

// @ts-ignore: decorator
@inline
export function noteField(column: u32, from: usize, to: usize, flags: u32): void {
  const at = (<usize>column) << 2;
  store<u32>(FROMS + at, <u32>from - 1);
  store<u32>(ENDS + at, <u32>to);
  store<u32>(FLAGS + at, flags);
}

// @ts-ignore: decorator
@inline
export function fromOf(column: u32): usize {
  return load<u32>(fromsAt + ((<usize>column) << 2)) + 1;
}

// @ts-ignore: decorator
@inline
export function endOf(column: u32): usize {
  return load<u32>(endsAt + ((<usize>column) << 2));
}

// @ts-ignore: decorator
@inline
export function flagsOfField(column: u32): u32 {
  if (flagged) return load<u32>(FLAGS + ((<usize>column) << 2));
  return isAscii(fromOf(column), endOf(column)) ? 0 : HIGH;
}
