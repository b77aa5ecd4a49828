/** No clause is longer than this; prose may be. */
const MOST = 400;

/** The clause of a prose text that an index is in: from one full stop, semicolon or line end to the next. */
export function clauseAt(text: string, at: number): string {
  const from = at - /(?:(?![.;:]\s)[^\n])*$/.exec(text.slice(Math.max(0, at - MOST), at))![0].length;
  const end = text.slice(at, at + MOST).search(/[.;](?=\s|$)|\n/);
  return text.slice(from, end < 0 ? at + MOST : at + end);
}

/** Whether a clause forbids what it speaks of: "-2 is not accepted". */
export function forbids(clause: string): boolean {
  return /\b(not|never|no longer|cannot|isn[’']t)\b\s+(?:\w+\s+){0,2}?(accept|permit|allow|use|enter|valid|submit|provid)/i.test(
    clause,
  );
}
