import { compileField } from '../fields/field.ts';
import type { TemplateField } from '../template.ts';
import { type Matcher, matcherOf, type Untried } from './reading/matcher.ts';

/** Whether a column takes a value. */
export interface Acceptor {
  accepts(text: string): boolean;
}

/**
 * A column as it is run, its patterns tried without backtracking: a template under examination may hold one that
 * a backtracking engine would not come back from. Undefined where the column cannot be run.
 */
export function acceptorOf(
  field: TemplateField,
  missingValues: readonly string[],
  sentinels: ReadonlySet<string>,
  tried: (pattern: string) => Matcher | Untried = matcherOf,
): Acceptor | undefined {
  const { lexical, constraints: { pattern, ...constraints } = {}, ...others } = field;
  const matchers = [pattern, lexical].flatMap((source) => (source === undefined ? [] : [tried(source)]));
  const runnable = matchers.filter((matcher) => 'takes' in matcher);
  if (runnable.length < matchers.length) return undefined;
  try {
    const { accepts, missing } = compileField({ ...others, constraints }, missingValues, sentinels);
    const isNone = (text: string): boolean => text === field.notApplicable || missing.has(text);
    return { accepts: (text) => accepts(text) && (isNone(text) || runnable.every(({ takes }) => takes(text))) };
  } catch {
    return undefined;
  }
}
