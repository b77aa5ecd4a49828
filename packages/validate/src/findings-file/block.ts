import { columnLetters } from '../cell.ts';
import type { Finding } from '../finding.ts';
import { ByteReader, type ByteWriter } from './bytes.ts';
import type { Chosen, Group } from './format.ts';

/** Findings in one block: some are enough to deflate well, few enough that a page of any filter costs little. */
export const BLOCK_SIZE = 4096;
const LETTER_A = 0x41;

/**
 * Gathers the findings of one block, each part in a column of its own, so that nothing is made for a finding and equal
 * neighbours deflate to almost nothing. Parts: number of the group; row and byte offset, as differences from the
 * finding before; spreadsheet column from 1, or 0; length in bytes; length of the value, and of the detail plus one,
 * in UTF-16 units; then all texts in a row.
 */
export class BlockPacker {
  readonly #groups = new Uint32Array(BLOCK_SIZE);
  readonly #rows = new Float64Array(BLOCK_SIZE);
  readonly #offsets = new Float64Array(BLOCK_SIZE);
  readonly #columns = new Uint32Array(BLOCK_SIZE);
  readonly #lengths = new Float64Array(BLOCK_SIZE);
  readonly #values = new Uint32Array(BLOCK_SIZE);
  readonly #details = new Uint32Array(BLOCK_SIZE);
  #texts = '';
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === BLOCK_SIZE;
  }

  /** Takes a finding of a group; there must be room. */
  add(group: number, { row, cell, offset, length, value, detail }: Finding): void {
    const at = this.#count++;
    this.#groups[at] = group;
    this.#rows[at] = row;
    this.#offsets[at] = offset;
    this.#columns[at] = columnOf(cell);
    this.#lengths[at] = length;
    this.#values[at] = value.length;
    this.#texts += value;
    this.#details[at] = detail === undefined ? 0 : detail.length + 1;
    if (detail !== undefined) this.#texts += detail;
  }

  /** Writes what was gathered, and begins anew. */
  drain(into: ByteWriter): void {
    const count = this.#count;
    into.number(count);
    writeNumbers(into, this.#groups, count);
    writeDifferences(into, this.#rows, count);
    writeDifferences(into, this.#offsets, count);
    for (const part of [this.#columns, this.#lengths, this.#values, this.#details]) writeNumbers(into, part, count);
    into.text(this.#texts);
    this.#texts = '';
    this.#count = 0;
  }
}

/** Of the findings in a block that are chosen, those from `from` up to but not including `to`. */
export function unpackBlock(
  packed: Uint8Array,
  groups: readonly Group[],
  chosen: Chosen,
  from: number,
  to: number,
): Finding[] {
  const reader = new ByteReader(packed);
  const count = reader.number();
  if (count > BLOCK_SIZE) throw new RangeError('No block holds so many findings');
  const group = numbers(reader, count);
  const row = differences(reader, count);
  const offset = differences(reader, count);
  const column = numbers(reader, count);
  const length = numbers(reader, count);
  const value = numbers(reader, count);
  const detail = numbers(reader, count);
  const texts = reader.text(reader.left);
  const found: Finding[] = [];
  let seen = 0;
  let text = 0;
  for (let at = 0; at < count && seen < to; at++) {
    const begin = text;
    const middle = begin + value[at]!;
    text = middle + Math.max(0, detail[at]! - 1);
    if (chosen !== undefined && !chosen.has(group[at]!)) continue;
    if (seen++ < from) continue;
    const { rule, severity, column: name, message, help } = groups[group[at]!]!;
    found.push({
      rule,
      severity,
      row: row[at]!,
      column: name,
      cell: column[at] === 0 ? '' : `${columnLetters(column[at]! - 1)}${row[at]}`,
      offset: offset[at]!,
      length: length[at]!,
      value: texts.slice(begin, middle),
      message,
      help,
      ...(detail[at] === 0 ? {} : { detail: texts.slice(middle, text) }),
    });
  }
  return found;
}

function writeNumbers(into: ByteWriter, part: Uint32Array | Float64Array, count: number): void {
  for (let at = 0; at < count; at++) into.number(part[at]!);
}

function writeDifferences(into: ByteWriter, part: Float64Array, count: number): void {
  for (let at = 0, before = 0; at < count; before = part[at++]!) into.difference(part[at]! - before);
}

function numbers(reader: ByteReader, count: number): Float64Array {
  const part = new Float64Array(count);
  for (let at = 0; at < count; at++) part[at] = reader.number();
  return part;
}

function differences(reader: ByteReader, count: number): Float64Array {
  const part = new Float64Array(count);
  for (let at = 0, value = 0; at < count; at++) part[at] = value += reader.difference();
  return part;
}

/** The letters of `AB12` as a number: A is 1, AA is 27; 0 where there is no cell. */
function columnOf(cell: string): number {
  let column = 0;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code < LETTER_A) break;
    column = column * 26 + code - LETTER_A + 1;
  }
  return column;
}
