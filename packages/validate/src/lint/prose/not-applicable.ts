import { clauseAt, forbids } from './clauses.ts';

/** Whether prose accepts a value that stands for "not applicable", such as "-2 accepted where …". */
export function acceptsValue(prose: string, value: string): boolean {
  return mentions(prose, value).some((at) => {
    const here = prose.slice(at, at + value.length + 40);
    const clause = clauseAt(prose, at);
    // "-2 accepted … A blank is not accepted" may stand in one clause: what follows the value at once counts first.
    if (/^\S+\s+(is |may be |can be )?(accepted|permitted|allowed)/i.test(here)) return true;
    return !forbids(clause);
  });
}

/** Where the value stands by itself: not inside a number, a range or a date. */
function mentions(prose: string, value: string): number[] {
  const found: number[] = [];
  // A blank stands between all words and means nothing by itself.
  if (value.trim() === '') return found;
  for (let at = prose.indexOf(value); at >= 0; at = prose.indexOf(value, at + 1)) {
    const before = prose.slice(Math.max(0, at - 6), at);
    const after = prose.slice(at + value.length, at + value.length + 14);
    const alone = !/[\p{L}\p{N}_./-]$/u.test(before) && !/^[\p{L}\p{N}_/-]|^\.\d/u.test(after);
    const inRange = /\bfrom\s$/i.test(before) || /^\s*(to\b|characters|digits)/i.test(after);
    if (alone && !inRange) found.push(at);
  }
  return found;
}
