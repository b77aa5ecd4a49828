import type { Published, TemplateField } from '../template.ts';
import { type Acceptor, acceptorOf } from './acceptor.ts';
import { acceptsValue } from './prose/not-applicable.ts';
import { inOurDialect } from './reading/dialect.ts';
import { type Matcher, matcherOf, type Untried } from './reading/matcher.ts';
import { type PatternReading, readPattern } from './reading/read-pattern.ts';
import { knownWords } from './reading/split-words.ts';
import type { LintPlace } from './remark.ts';
import type { SoundField, SoundTemplate } from './sound.ts';

/** What the publisher printed for a column, read and tried. */
export interface PrintedView {
  readonly published: Published;
  /** The words beside the pattern, then the description. */
  readonly prose: string;
  readonly reading: PatternReading;
  /** Whether the pattern as printed takes a text; undefined where that cannot be told. */
  takes(text: string): boolean | undefined;
  /** Why the pattern as printed does not compile. */
  readonly fault: string | undefined;
}

/** A column with all that the checks ask of it. */
export interface FieldView {
  readonly place: LintPlace;
  readonly field: TemplateField;
  readonly examples: readonly string[];
  readonly printed: PrintedView | undefined;
  /** The column as it is run; undefined where it cannot be. */
  readonly compiled: Acceptor | undefined;
  /** The pattern or the spelling of numbers that is run, with its key. */
  readonly patterns: readonly {
    readonly key: 'constraints.pattern' | 'lexical';
    readonly source: string;
    readonly matcher: Matcher | Untried;
  }[];
}

/** A template as the checks see it. */
export interface TemplateView extends SoundTemplate {
  readonly views: readonly FieldView[];
  /** Values that stand for "not applicable" somewhere in the template or its prose. */
  readonly notApplicable: ReadonlySet<string>;
  /** Values that the engine refuses in every column that does not name them. */
  readonly sentinels: ReadonlySet<string>;
}

/** What publishers write for "not applicable" where the template does not say. */
const USUAL = '-2';

export function viewOf(sound: SoundTemplate): TemplateView {
  const { template } = sound;
  const sentinels = new Set([
    ...(template.notApplicableValues ?? []),
    ...template.fields.flatMap((field) => field.notApplicable ?? []),
  ]);
  const matchers = new Map<string, Matcher | Untried>();
  const tried = (pattern: string): Matcher | Untried => {
    const known = matchers.get(pattern) ?? matcherOf(pattern);
    matchers.set(pattern, known);
    return known;
  };
  const views = sound.fields.map((field) => fieldView(field, template.missingValues ?? [''], sentinels, tried));
  const isUsual = views.some(({ printed, field }) => acceptsValue(printed?.prose ?? field.accepts, USUAL));
  const named = [...sentinels].filter((value) => value.trim() !== '');
  return { ...sound, views, sentinels, notApplicable: new Set([...named, ...(isUsual ? [USUAL] : [])]) };
}

type Try = (pattern: string) => Matcher | Untried;

function fieldView(
  sound: SoundField,
  missingValues: readonly string[],
  sentinels: ReadonlySet<string>,
  tried: Try,
): FieldView {
  const { field } = sound;
  const sources = [
    { key: 'constraints.pattern', source: field.constraints?.pattern },
    { key: 'lexical', source: field.lexical },
  ] as const;
  return {
    place: { path: `fields[${sound.at}]`, column: field.name },
    field,
    examples: sound.examples,
    printed: field.published && printedView(field.published, tried),
    compiled: acceptorOf(field, missingValues, sentinels, tried),
    patterns: sources.flatMap(({ key, source }) =>
      source === undefined || source === '' ? [] : [{ key, source, matcher: tried(source) }],
    ),
  };
}

export function printedView(published: Published, tried: Try = matcherOf): PrintedView {
  const prose = `${published.words}\n${published.description}`;
  const reading = readPattern(published.pattern, knownWords([prose]));
  const pattern = published.pattern.trim();
  const matcher =
    pattern === '' ? undefined : tried(inOurDialect(pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')));
  return {
    published,
    prose,
    reading,
    takes: (text) => (matcher && 'takes' in matcher ? matcher.takes(text) : undefined),
    fault:
      matcher && 'fault' in matcher && matcher.fault === 'syntax'
        ? matcher.why.replace(/^It does not compile: |\.$/g, '')
        : undefined,
  };
}
