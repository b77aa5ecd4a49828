/** Patterns: read into syntax trees, and made into automata over UTF-8 bytes that need no backtracking. */

export { type Automaton, combine, isEmpty, minimised, runs, shortest, TooManyStatesError } from './automaton.ts';
export { type CodeSet, hasCode, sizeOf } from './code-set.ts';
export { automatonOfDates } from './from-dates.ts';
export { automatonOfTexts } from './from-list.ts';
export { automatonOfPattern } from './from-pattern.ts';
export { parsePattern } from './parse.ts';
export { literal, PatternError, type PatternNode } from './syntax.ts';
