import { sameBytes } from '../bytes.ts';
import type { CompiledTemplate } from '../compile.ts';
import type { CsvRecord } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { shown } from '../finding.ts';
import type { Ledger } from '../ledger.ts';
import { fieldPlace } from '../place.ts';
import type { CompiledReferenceRule } from './reference-compile.ts';
import { type ReferenceKeys, valueBytes } from './reference-keys.ts';
import type { LoadedReferences } from './reference-load.ts';

/** A rule whose reference and columns are there. */
interface Asked extends CompiledReferenceRule {
  readonly keys: ReferenceKeys;
  /** The rule's columns in the file. */
  readonly places: readonly number[];
}

/** What a kernel is to look up of one rule. */
export interface PlannedReference {
  /** Columns of the template. */
  readonly columns: readonly number[];
  /** The right values of the only column; undefined where they are too many, or several columns make a key. */
  readonly texts: readonly Uint8Array[] | undefined;
}

/** Looks values up in the references of a check. */
export class ReferenceRules {
  readonly notAsked: { rule: string; why: string }[] = [];
  readonly #compiled: CompiledTemplate;
  readonly #ledger: Ledger;
  readonly #asked: readonly Asked[];

  constructor(compiled: CompiledTemplate, fileColumns: Int32Array, references: LoadedReferences, ledger: Ledger) {
    this.#compiled = compiled;
    this.#ledger = ledger;
    this.#asked = compiled.referenceRules.flatMap((each) => {
      const { code, reference } = each.rule;
      const places = each.columns.map((column) => fileColumns[column]!);
      const keys = references.get(each);
      if (places.includes(-1)) this.notAsked.push({ rule: code, why: 'A column it reads is not in the file.' });
      else if (!keys) this.notAsked.push({ rule: code, why: `The reference “${reference.resource}” was not given.` });
      else return { ...each, keys, places };
      return [];
    });
  }

  /** How many rules are asked. */
  get count(): number {
    return this.#asked.length;
  }

  /** The rules that are asked, in order. */
  get planned(): readonly PlannedReference[] {
    return this.#asked.map(({ columns, keys: { texts }, except }) => ({
      columns,
      texts: texts && [...texts, ...except.flat().filter((word) => !texts.some((text) => isSame(text, word)))],
    }));
  }

  /** Asks one of the rules; `sound[c]` says that the value in column c is there and right. */
  check(record: CsvRecord, sound: Uint8Array, which: number): void {
    const { rule, columns, places, except, keys } = this.#asked[which]!;
    for (const column of columns) if (!sound[column]) return;
    if (this.#ledger.has(rule.besides)) return;
    for (let at = 0; at < places.length; at++) if (isAmong(except[at]!, record, places[at]!)) return;
    if (keys.hasRow(record, places)) return;
    const place = fieldPlace(record, places[0]!, this.#compiled.fields[columns[0]!]!.template);
    const others = places.slice(1).map((at) => `“${shown(fieldValue(record, at).text)}”`);
    const together = others.length === 0 ? '' : ` together with ${others.join(', ')}`;
    this.#ledger.add(rule, { ...place, detail: `It is not in “${rule.reference.resource}”${together}.` });
  }
}

function isAmong(words: readonly Uint8Array[], record: CsvRecord, at: number): boolean {
  if (words.length === 0) return false;
  const bytes = valueBytes(record, at);
  return words.some((word) => isSame(word, bytes));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return sameBytes(a, b, 0, b.length);
}
