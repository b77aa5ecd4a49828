import type { Source } from '../source.ts';
import type { CompiledReferenceRule } from './reference-compile.ts';
import { readReference, UnusableReferenceError, type WantedKeys } from './reference-file.ts';
import { ReferenceKeys } from './reference-keys.ts';

/** The values themselves: a text for each, or for keys of several columns a list of texts in the rule's order. */
export type ReferenceList = readonly (string | readonly string[])[];

/** By the names that the template's rules have for them: CSV files with a header, or lists of values. */
export type References = Readonly<Record<string, Source | ReferenceList>>;

/** What each rule looks values up in; a rule whose reference was not given is not there. */
export type LoadedReferences = ReadonlyMap<CompiledReferenceRule, ReferenceKeys>;

/**
 * Reads the references that the rules ask for, each once: 9 to 15 bytes of memory for each different key. Throws
 * UnusableReferenceError where one is not what the rules need; errors of a source and an abort pass through.
 */
export async function loadReferences(
  rules: readonly CompiledReferenceRule[],
  references: References = {},
  signal?: AbortSignal,
): Promise<LoadedReferences> {
  const loaded = new Map<CompiledReferenceRule, ReferenceKeys>();
  for (const resource of new Set(rules.map(({ rule }) => rule.reference.resource))) {
    const given = Object.hasOwn(references, resource) ? references[resource] : undefined;
    if (given === undefined) continue;
    const wanted = new Map<string, WantedKeys>();
    for (const rule of rules.filter((each) => each.rule.reference.resource === resource)) {
      const name = JSON.stringify(rule.theirs);
      const keys = wanted.get(name)?.keys ?? new ReferenceKeys(rule.theirs.length);
      wanted.set(name, { columns: rule.theirs, keys });
      loaded.set(rule, keys);
    }
    if ('chunks' in given) await readReference(resource, given, [...wanted.values()], signal);
    else for (const { keys } of wanted.values()) takeList(resource, given, keys);
  }
  return loaded;
}

function takeList(resource: string, list: ReferenceList, keys: ReferenceKeys): void {
  keys.reserve(list.length);
  for (const [at, entry] of list.entries()) {
    const texts = typeof entry === 'string' ? [entry] : entry;
    if (!Array.isArray(texts) || texts.length !== keys.width || texts.some((text) => typeof text !== 'string')) {
      const wanted = keys.width === 1 ? 'a text' : `a list of ${keys.width} texts`;
      throw new UnusableReferenceError(resource, `Its entry ${at + 1} is not ${wanted}.`);
    }
    keys.addTexts(texts);
  }
}
