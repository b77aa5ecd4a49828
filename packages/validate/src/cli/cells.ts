import type { Finding } from '../finding.ts';
import { count, visible } from './words.ts';

/** Places named for one value before the rest are only counted. */
const PLACES = 6;

/** Findings of one rule and column in a line: `L3 “PASS”, L7, L9 “Merit”, row 12 (Same as row 4.)`; equal neighbours share a value. */
export function cellsLine(findings: readonly Finding[], more: number): string {
  const runs: { what: string; places: string[] }[] = [];
  for (const { row, cell, value, detail } of findings) {
    const what = [value === '' ? '' : `“${visible(value)}”`, detail === undefined ? '' : `(${visible(detail)})`]
      .filter((part) => part !== '')
      .join(' ');
    const place = cell || (row > 0 ? `row ${row}` : '');
    const last = runs.at(-1);
    if (last?.what === what) last.places.push(place);
    else runs.push({ what, places: [place] });
  }
  const parts = runs.map(({ what, places }) => {
    const named = places.slice(0, PLACES).join(', ');
    const rest = places.length > PLACES ? ` and ${count(places.length - PLACES)} more` : '';
    return `${named}${rest} ${what}`.trim();
  });
  if (more > 0) parts.push(`… and ${count(more)} more`);
  return parts.filter((part) => part !== '').join('; ');
}

/** Shares out `total` among groups of these sizes, evenly, so that what a small group leaves goes to the others; at least one each. */
export function shares(sizes: readonly number[], total: number): number[] {
  if (total === 0) return sizes.map(() => 0);
  let left = total;
  const given = sizes.map(() => 0);
  const bySize = sizes.map((size, at) => ({ size, at })).sort((a, b) => a.size - b.size);
  for (const [index, { size, at }] of bySize.entries()) {
    const fair = Math.max(1, Math.floor(left / (bySize.length - index)));
    given[at] = Math.min(size, fair);
    left -= given[at];
  }
  return given;
}
