import { compileTemplate, type KnownTemplate, type Template } from '@garner/validate';
import type { Database } from '../../platform/db/database.ts';
import { findTemplate, otherTemplates } from '../collections/index.ts';

/** What a browser needs to check files by itself as the server would. */
export interface CheckOffer {
  readonly template: Template;
  /** SHA-256 of the edition. */
  readonly hash: string;
  readonly known: readonly KnownTemplate[];
}

/** The offer to check files of a published edition in the browser; undefined where there is no such edition. */
export async function checkOffer(db: Database, name: string, edition: string): Promise<CheckOffer | undefined> {
  const published = await findTemplate(db, name, edition);
  return published && { ...published, known: await otherTemplates(db, name) };
}

/** Names by the hash of the edition, which never changes: making a template ready takes long for one page. */
const compared = new Map<string, readonly string[]>();

/** What the template's rules compare a file with, by name, in the order of the rules. */
export function comparedWith({ template, hash }: Pick<CheckOffer, 'template' | 'hash'>): readonly string[] {
  const known = compared.get(hash);
  if (known) return known;
  const names = compileTemplate(template).rowRules.flatMap(({ expression }) => expression.contextNames);
  const each = [...new Set(names)];
  compared.set(hash, each);
  return each;
}
