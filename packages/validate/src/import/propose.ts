import { DEFECTS } from '../lint/defects.ts';
import { dateForms } from '../lint/prose/dates.ts';
import { acceptsDecimals } from '../lint/prose/decimals.ts';
import { lengthClaim } from '../lint/prose/lengths.ts';
import { compareWithProse, valuesListed } from '../lint/prose/lists.ts';
import { acceptsValue } from '../lint/prose/not-applicable.ts';
import { countedRange } from '../lint/prose/ranges.ts';
import { inOurDialect } from '../lint/reading/dialect.ts';
import { type Matcher, matcherOf } from '../lint/reading/matcher.ts';
import { withoutOuterGroup } from '../lint/reading/plain-list.ts';
import { simplified } from '../lint/reading/simplify.ts';
import { type PrintedView, printedView } from '../lint/view.ts';
import type { Constraints, Published, TemplateField } from '../template.ts';
import { datesOf } from './dates.ts';

/** Why a part of a column is proposed. */
export interface Reason {
  /** The part, such as `constraints.pattern`. */
  readonly key: string;
  readonly because: string;
  /** The class of defect in the published text that it mends. */
  readonly class?: number;
}

/** What a column is proposed to accept, as far as a program can know it from the published text. */
export interface ProposedColumn {
  readonly parts: Parts;
  readonly reasons: readonly Reason[];
}

type Parts = Pick<TemplateField, 'type'> &
  Partial<
    Pick<TemplateField, 'format' | 'dateFormats' | 'constraints' | 'lexical' | 'notApplicable' | 'missingValues'>
  >;

/** What publishers write for "not applicable". */
const NOT_APPLICABLE = '-2';

/** Reads the published text of a column: its pattern with the faults mended, and the words beside it. */
export function proposeColumn(published: Published): ProposedColumn {
  const printed = printedView(published);
  const { parts, reasons } = datePart(printed) ?? listPart(printed) ?? numberPart(printed) ?? textPart(printed);
  const absence = absencePart(printed);
  const constraints = { ...absence.constraints, ...parts.constraints };
  return {
    parts: { ...parts, ...absence.parts, ...(Object.keys(constraints).length > 0 && { constraints }) },
    reasons: [...absence.reasons, ...reasons],
  };
}

/** What a column takes for no value. */
function absencePart(printed: PrintedView): { parts: Partial<Parts>; constraints: Constraints; reasons: Reason[] } {
  const { prose, published, takes, reading } = printed;
  const said = acceptsValue(prose, NOT_APPLICABLE);
  if (said || published.pattern.includes(NOT_APPLICABLE) || reading.list?.includes(NOT_APPLICABLE)) {
    const because = said ? `The words accept ${NOT_APPLICABLE}` : `The pattern lists ${NOT_APPLICABLE}`;
    const isRefused = said && takes(NOT_APPLICABLE) === false;
    return {
      parts: { notApplicable: NOT_APPLICABLE, missingValues: [NOT_APPLICABLE] },
      constraints: {},
      reasons: [
        {
          key: 'notApplicable',
          because: isRefused ? `${because}; the pattern refuses it.` : `${because}.`,
          ...(isRefused && { class: 3 }),
        },
      ],
    };
  }
  const claim = lengthClaim(published.words);
  if (claim?.least === 0) {
    return {
      parts: { missingValues: [''] },
      constraints: {},
      reasons: [{ key: 'missingValues', because: `The words say “${claim.said}”.`, class: 20 }],
    };
  }
  const byAccident = takes(NOT_APPLICABLE) === true;
  const because = byAccident
    ? `The words do not accept ${NOT_APPLICABLE} here, though the pattern takes it: a value is required.`
    : 'The words name no value that stands for none: a value is required.';
  return {
    parts: {},
    constraints: { required: true },
    reasons: [{ key: 'constraints.required', because, ...(byAccident && { class: 4 }) }],
  };
}

/** The pattern with its faults mended, in our dialect, without the value for "not applicable". */
function mended({ reading }: PrintedView): { source: string; matcher: Matcher } | undefined {
  if (reading.body === undefined) return undefined;
  const inner = withoutOuterGroup(reading.body) ?? reading.body;
  const others = inner.startsWith(`${NOT_APPLICABLE}|`)
    ? inner.slice(NOT_APPLICABLE.length + 1)
    : inner.endsWith(`|${NOT_APPLICABLE}`)
      ? inner.slice(0, -NOT_APPLICABLE.length - 1)
      : reading.body;
  const source = inOurDialect(simplified(others));
  const matcher = matcherOf(source);
  return 'tree' in matcher && !matcher.isEmpty ? { source, matcher } : undefined;
}

/** Why something is proposed that is not what is printed. */
function mendedReason(key: string, { reading }: PrintedView, otherwise: string): Reason {
  const first = reading.defects[0];
  if (!first) return { key, because: otherwise };
  const kinds = [...new Set(reading.defects.map(({ kind }) => kind))];
  return {
    key,
    because: `The published pattern has ${kinds.map((kind) => DEFECTS[kind].sees).join('; and ')}. This is how it is read.`,
    class: DEFECTS[first.kind].class,
  };
}

function datePart(printed: PrintedView): ProposedColumn | undefined {
  const pattern = mended(printed);
  const taken = pattern && datesOf(pattern.matcher);
  if (!taken) return undefined;
  const forms = [...new Set([...taken.forms, ...dateForms(printed.prose)])];
  const isOnlyIso = forms.length === 1 && forms[0] === '%Y-%m-%d';
  const moreInWords = forms.length > taken.forms.length;
  return {
    parts: {
      type: 'date',
      format: isOnlyIso ? 'default' : 'any',
      ...(!isOnlyIso && { dateFormats: forms }),
      constraints: { minimum: taken.least, maximum: taken.most },
    },
    reasons: [
      mendedReason(
        'type',
        printed,
        'The pattern describes dates; a real date is asked for, so that 2023-02-31 is refused.',
      ),
      ...(moreInWords
        ? [{ key: 'dateFormats', because: 'The words accept more ways of writing a date than the pattern.', class: 14 }]
        : []),
      { key: 'constraints.minimum', because: 'The first and last year that the pattern takes.' },
    ],
  };
}

function listPart(printed: PrintedView): ProposedColumn | undefined {
  const { reading, published } = printed;
  const listed = reading.list ?? (reading.body === undefined ? valuesListed(published.words) : undefined);
  if (!listed) return undefined;
  const values = listed.filter((value) => value !== NOT_APPLICABLE);
  if (values.length === 0) return undefined;
  const comparison = reading.list && compareWithProse(published.words, values, new Set([NOT_APPLICABLE]));
  const said = new Map(comparison?.otherwise.map((pair) => [pair.printed, pair.said]));
  const reason = mendedReason(
    'constraints.enum',
    printed,
    reading.list ? 'The pattern is a list of values.' : 'The words list the values.',
  );
  return {
    parts: { type: 'string', constraints: { enum: values.map((value) => said.get(value) ?? value) } },
    reasons:
      said.size > 0
        ? [
            reason,
            {
              key: 'constraints.enum',
              because: 'Where the words spell a value otherwise, they are followed.',
              class: 17,
            },
          ]
        : [reason],
  };
}

const WHOLE_NUMBER = /\b(integer|whole number)\b/i;
const NUMBER_RANGE = /^\s*0\s*(?:-|–|to)\s*([\d,]+)\s*(?:accepted)?\s*\.?\s*$/im;

function numberPart(printed: PrintedView): ProposedColumn | undefined {
  const { words } = printed.published;
  const pattern = mended(printed);
  const range = NUMBER_RANGE.exec(words)?.[1]?.replaceAll(',', '');
  if (range !== undefined) return wholeNumbers(printed, 0, Number(range));
  const counted = countedRange(printed.published.pattern, printed.prose);
  if (counted) return wholeNumbers(printed, counted.least, counted.most, 9);
  if (!pattern || pattern.matcher.takes('a') || !pattern.matcher.takes('1')) return undefined;
  const { source, matcher } = pattern;
  if (matcher.takes('1.5') || acceptsDecimals(words)) {
    const lexical = matcher.takes('1.5') ? source : `${source}(\\.\\d+)?`;
    const reason: Reason = matcher.takes('1.5')
      ? mendedReason('lexical', printed, 'The pattern takes numbers with decimals.')
      : { key: 'lexical', because: 'The words accept decimals, the pattern does not.', class: 21 };
    return {
      parts: { type: 'number', lexical, constraints: { minimum: 0 } },
      reasons: [{ key: 'type', because: 'The words and the pattern speak of numbers.' }, reason],
    };
  }
  const most = /^(?:\\d|\[0-9\])\{\d+,?(\d+)?\}$/.test(source) ? Number(/(\d+)\}$/.exec(source)![1]) : 0;
  if (!WHOLE_NUMBER.test(words) || most === 0 || most > 15) return undefined;
  return {
    parts: { type: 'integer', lexical: source, constraints: { minimum: 0, maximum: 10 ** most - 1 } },
    reasons: [
      mendedReason('type', printed, 'The words speak of a whole number.'),
      { key: 'lexical', because: 'As published, without ^ and $.' },
    ],
  };
}

function wholeNumbers(printed: PrintedView, minimum: number, maximum: number, defect?: number): ProposedColumn {
  const reason = mendedReason('type', printed, 'The words give a range of whole numbers.');
  return {
    parts: { type: 'integer', lexical: `\\d{1,${String(maximum).length}}`, constraints: { minimum, maximum } },
    reasons: [defect === undefined ? reason : { ...reason, class: defect }],
  };
}

function textPart(printed: PrintedView): ProposedColumn {
  const pattern = mended(printed);
  if (pattern) {
    return {
      parts: { type: 'string', constraints: { pattern: pattern.source } },
      reasons: [mendedReason('constraints.pattern', printed, 'As published, without ^ and $.')],
    };
  }
  const claim = lengthClaim(printed.published.words);
  if (!claim)
    return {
      parts: { type: 'string' },
      reasons: [mendedReason('type', printed, 'Nothing could be made of the published pattern: any text is accepted.')],
    };
  const least = Number.isNaN(claim.least) ? 1 : Math.max(claim.least, 1);
  return {
    parts: { type: 'string', constraints: { pattern: `.{${least},${claim.most}}` } },
    reasons: [
      {
        key: 'constraints.pattern',
        because: `The words say “${claim.said}”; nothing could be made of the published pattern.`,
      },
    ],
  };
}
