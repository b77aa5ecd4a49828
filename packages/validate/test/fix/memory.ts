import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Source } from '../../src/index.ts';
import { headerOf, PTQ } from '../run.ts';

export const MB: number = 1024 * 1024;
const HEADER = `${headerOf(PTQ)}\n`;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use once all garbage is gone. */
export function inUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A file of so many rows that is never in memory; all rows have the same length, and a number in them of seven digits. */
export function generated(rows: number, rowOf: (number: string) => string): Source {
  const length = rowOf('0000000').length;
  const size = HEADER.length + rows * length;
  const write = (start: number, end: number): Uint8Array => {
    const parts: string[] = [];
    const first = Math.max(0, Math.floor((start - HEADER.length) / length));
    const last = Math.max(0, Math.ceil((end - HEADER.length) / length));
    for (let row = first; row < last; row++) parts.push(rowOf(String(10_000_000 + row).slice(1)));
    const from = start < HEADER.length ? 0 : HEADER.length + first * length;
    const head = start < HEADER.length ? HEADER : '';
    return Buffer.from(head + parts.join(''), 'latin1').subarray(start - from, end - from);
  };
  return {
    size,
    async *chunks() {
      for (let at = 0; at < size; at += MB / 4) yield write(at, Math.min(at + MB / 4, size));
    },
    slice: async (start, end) => write(start, end),
  };
}
