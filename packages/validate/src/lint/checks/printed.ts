import { DEFECTS } from '../defects.ts';
import { dateForms, datesNamed, isSentinelDate } from '../prose/dates.ts';
import { acceptsDecimals, DECIMALS } from '../prose/decimals.ts';
import { examplesNamed } from '../prose/examples.ts';
import { fitsClaim, lengthClaim } from '../prose/lengths.ts';
import { acceptsValue } from '../prose/not-applicable.ts';
import { countedRange } from '../prose/ranges.ts';
import { inOurDialect } from '../reading/dialect.ts';
import { lengthsOf, matcherOf } from '../reading/matcher.ts';
import type { Defect } from '../reading/read-pattern.ts';
import { quoted, quotedList, type Remarks } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, PrintedView, TemplateView } from '../view.ts';

/** A day in each of several years, in each form: a pattern for dates takes one of them. */
const DAYS = {
  '%Y-%m-%d': ['2019-06-15', '2021-06-15', '2023-06-15'],
  '%d/%m/%Y': ['15/06/2019', '15/06/2021', '15/06/2023'],
};
const FORM_WORDS = { '%Y-%m-%d': 'yyyy-mm-dd', '%d/%m/%Y': 'dd/mm/yyyy' };

/** What the publisher printed: never run, so that its faults are only said, until `reading` explains them. */
export function checkPrinted(view: FieldView, template: TemplateView, remarks: Remarks): void {
  const { printed, field } = view;
  if (!printed) return;
  const place = inside(view.place, 'published.pattern');
  const say: Say = (code, message, more = {}) =>
    remarks.say(`published.${code}`, place, { message, settledBy: field.reading, ...more });
  checkText(printed, say);
  checkLostText(view, printed, remarks);
  checkValues(printed, template, say);
  checkLength(printed, say);
}

type PrintedCode = Parameters<Remarks['say']>[0] extends infer Code
  ? Code extends `published.${infer Kind}`
    ? Kind
    : never
  : never;
type Say = (code: PrintedCode, message: string, more?: { class?: number }) => void;

/** Faults of a reading, each kind once with the parts that have it. */
export function byKind(defects: readonly Defect[]): [Defect['kind'], string[]][] {
  const kinds = new Map<Defect['kind'], string[]>();
  for (const { kind, part } of defects) {
    const parts = kinds.get(kind) ?? [];
    if (!parts.includes(part)) kinds.set(kind, [...parts, part]);
  }
  return [...kinds];
}

function checkText({ reading, fault, published, prose }: PrintedView, say: Say): void {
  const range = countedRange(published.pattern, prose);
  if (range)
    say('range-as-count', `The published pattern has ${DEFECTS['range-as-count'].sees}: ${quoted(range.part)}.`);
  for (const [kind, parts] of byKind(reading.defects)) {
    say(kind, `The published pattern has ${DEFECTS[kind].sees}: ${quotedList(parts)}.`);
  }
  if (reading.defects.length === 0 && fault)
    say('does-not-compile', `The published pattern does not compile: ${fault}.`);
}

/** `?2021-2022?`: quotation marks that an encoding turned into question marks. */
const LOST = /\uFFFD|(?<=^|[\s(])\?(?=[\p{L}\p{N}])[^?\n]{1,60}(?<=[\p{L}\p{N}])\?(?=$|[\s.,;)])/gu;

function checkLostText({ place, field }: FieldView, { published }: PrintedView, remarks: Remarks): void {
  for (const key of ['description', 'words'] as const) {
    const lost = published[key].match(LOST);
    if (!lost) continue;
    remarks.say('published.lost-text', inside(place, `published.${key}`), {
      message: `Characters were lost in the published text: ${quotedList(lost)}.`,
      settledBy: field.reading,
    });
  }
}

function checkValues(printed: PrintedView, { notApplicable }: TemplateView, say: Say): void {
  const { prose, published, takes, reading } = printed;
  for (const value of notApplicable) {
    const said = acceptsValue(prose, value);
    const named = published.pattern.includes(value) || reading.list?.includes(value) === true;
    if (said && takes(value) === false)
      say('not-applicable-refused', `The published words accept ${quoted(value)}, the pattern refuses it.`);
    if (!said && !named && takes(value) === true) {
      say(
        'not-applicable-by-accident',
        `The published pattern takes ${quoted(value)}, which the words do not accept here.`,
      );
    }
  }
  const forms = dateForms(prose);
  const refused = forms.filter((form) => DAYS[form].every((day) => takes(day) === false));
  if (refused.length > 0 && refused.length < forms.length) {
    const names = refused.map((form) => FORM_WORDS[form]).join(', ');
    say('date-forms', `The published words accept dates as ${names}, the pattern refuses them.`);
  }
  const dates = datesNamed(prose)
    .filter(isSentinelDate)
    .filter((date) => takes(date) === false);
  if (dates.length > 0)
    say('date-refused', `The published words name ${quotedList(dates)}, which the pattern refuses.`);
  const examples = examplesNamed(prose).filter((example) => takes(example) === false);
  if (examples.length > 0) say('example-refused', `The published pattern refuses the example ${quotedList(examples)}.`);
  if (acceptsDecimals(prose) && DECIMALS.every((number) => takes(number) === false)) {
    say('decimals-refused', 'The published words accept decimals, the pattern refuses them.');
  }
}

function checkLength({ published, takes, reading }: PrintedView, say: Say): void {
  const claim = lengthClaim(published.words) ?? lengthClaim(published.description);
  if (!claim) return;
  if (claim.least === 0 && takes('') === false) {
    say('blank-refused', `The published words accept ${quoted(claim.said)}, the pattern refuses an empty value.`);
    return;
  }
  const matcher = reading.body === undefined ? undefined : matcherOf(inOurDialect(reading.body));
  const lengths = matcher && 'tree' in matcher ? lengthsOf(matcher.tree) : undefined;
  if (!lengths || fitsClaim(lengths, claim)) return;
  say(
    'length-differs',
    `The published words say ${quoted(claim.said)}, the pattern says ${lengths.least} to ${lengths.most}.`,
  );
}
