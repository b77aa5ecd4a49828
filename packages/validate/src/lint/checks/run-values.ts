import type { Acceptor } from '../acceptor.ts';
import { dateForms, datesNamed, isSentinelDate } from '../prose/dates.ts';
import { acceptsDecimals, DECIMALS } from '../prose/decimals.ts';
import { examplesNamed } from '../prose/examples.ts';
import { fitsClaim, type LengthClaim, lengthClaim } from '../prose/lengths.ts';
import { acceptsValue } from '../prose/not-applicable.ts';
import { lengthsOf } from '../reading/matcher.ts';
import { quoted, quotedList, type Remarks, speaking } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, TemplateView } from '../view.ts';

/** What the column that is run makes of the values that the words name. */
export function checkRunValues(view: FieldView, template: TemplateView, remarks: Remarks): void {
  const { compiled } = view;
  checkLengths(view, remarks);
  if (!compiled) return;
  checkExamples(view, compiled, remarks);
  for (const value of template.notApplicable) checkNotApplicable(view, compiled, value, remarks);
  checkDates(view, compiled, remarks);
  checkNumbers(view, compiled, remarks);
}

function checkExamples({ place, field, examples, printed }: FieldView, compiled: Acceptor, remarks: Remarks): void {
  const own = [
    ['example', field.example] as const,
    ...examples.map((example, at) => [`examples[${at}]`, example] as const),
  ];
  for (const [key, example] of own) {
    if (example === '' || compiled.accepts(example)) continue;
    remarks.say('field.example-refused', inside(place, key), {
      message: `The column refuses its own example ${quoted(example)}.`,
    });
  }
  const refused = examplesNamed(printed?.prose ?? '').filter((example) => !compiled.accepts(example));
  if (refused.length === 0) return;
  remarks.say('field.printed-example-refused', place, {
    message: `The column refuses the publisher’s example ${quotedList(refused)}.`,
    settledBy: speaking(field.reading, refused),
  });
}

function checkNotApplicable(
  { place, field, printed, patterns }: FieldView,
  compiled: Acceptor,
  value: string,
  remarks: Remarks,
): void {
  const said = acceptsValue(`${printed?.prose ?? ''}\n${field.accepts}`, value);
  const named = printed?.published.pattern.includes(value) === true;
  const accepted = compiled.accepts(value);
  if ((said || named) && !accepted) {
    remarks.say('field.not-applicable-missing', place, {
      message: `The words accept ${quoted(value)} for “not applicable”, and the column refuses it.`,
      remedy: `Set notApplicable: ${JSON.stringify(value)} and missingValues: [${JSON.stringify(value)}], and leave out required.`,
      settledBy: speaking(field.reading, [value]),
    });
  }
  if (field.notApplicable === value && printed && !acceptsValue(printed.prose, value) && !named) {
    remarks.say('field.not-applicable-unfounded', inside(place, 'notApplicable'), {
      message: `The column accepts ${quoted(value)}, which neither the published words nor the published pattern name.`,
      settledBy: speaking(field.reading, [value]),
    });
  }
  if (said || named || !accepted || field.notApplicable === value || patterns.length === 0 || field.type !== 'string')
    return;
  remarks.say('field.not-applicable-by-accident', inside(place, 'constraints.pattern'), {
    message: `The pattern takes ${quoted(value)}, which the words do not accept in this column.`,
    remedy: `Name it in the template’s notApplicableValues: [${JSON.stringify(value)}]; every column that does not accept it then refuses it.`,
    settledBy: speaking(field.reading, [value]),
  });
}

/** A real day of the calendar for each way of writing dates, inside the limits of the column. */
function dayWithin({ field }: FieldView, form: '%Y-%m-%d' | '%d/%m/%Y'): string {
  const limit = String(field.constraints?.minimum ?? '');
  const iso = /^\d{4}-\d\d-\d\d$/.test(limit) ? limit : '2023-06-15';
  return form === '%Y-%m-%d' ? iso : `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

function checkDates(view: FieldView, compiled: Acceptor, remarks: Remarks): void {
  const { place, field, printed } = view;
  const words = { '%Y-%m-%d': 'yyyy-mm-dd', '%d/%m/%Y': 'dd/mm/yyyy' };
  const forms = dateForms(printed?.prose ?? '').filter((form) => !compiled.accepts(dayWithin(view, form)));
  if (forms.length > 0) {
    const names = forms.map((form) => words[form]);
    remarks.say('field.date-forms', inside(place, field.type === 'date' ? 'dateFormats' : 'constraints.pattern'), {
      message: `The words accept dates as ${names.join(', ')}, and the column refuses them.`,
      settledBy: speaking(field.reading, names),
    });
  }
  const dates = datesNamed(printed?.prose ?? '')
    .filter(isSentinelDate)
    .filter((date) => !compiled.accepts(date));
  if (dates.length === 0) return;
  remarks.say('field.date-refused', inside(place, 'constraints'), {
    message: `The words name ${quotedList(dates)}, and the column refuses it.`,
    settledBy: speaking(field.reading, dates),
  });
}

function checkNumbers({ place, field, printed }: FieldView, compiled: Acceptor, remarks: Remarks): void {
  const prose = `${printed?.prose ?? ''}\n${field.accepts}`;
  const limit = Number(field.constraints?.maximum ?? Number.POSITIVE_INFINITY);
  const decimals = DECIMALS.filter((number) => Number(number) <= limit);
  if (!acceptsDecimals(prose) || decimals.some((number) => compiled.accepts(number))) return;
  remarks.say(
    'field.decimals-refused',
    inside(place, field.lexical === undefined ? 'constraints.pattern' : 'lexical'),
    {
      message: 'The words accept decimals, and the column refuses them.',
      settledBy: speaking(field.reading, ['decimal']),
    },
  );
}

/** Lengths in the publisher's words and in our own against the pattern that is run. */
function checkLengths(view: FieldView, remarks: Remarks): void {
  const { place, field, printed, compiled } = view;
  const published = lengthClaim(printed?.published.words ?? '') ?? lengthClaim(printed?.published.description ?? '');
  const claims = [published, lengthClaim(field.accepts)].filter((claim) => claim !== undefined);
  const empty = claims.find(({ least }) => least === 0);
  if (empty && compiled && !compiled.accepts('')) {
    remarks.say('field.blank-refused', inside(place, 'constraints.required'), {
      message: `The words accept ${quoted(empty.said)}, and the column refuses an empty value.`,
      settledBy: speaking(field.reading, ['empty']) ?? speaking(field.reading, ['blank']),
    });
  }
  for (const { key, matcher } of view.patterns) {
    const lengths = 'tree' in matcher ? lengthsOf(matcher.tree) : undefined;
    const wrong = lengths && claims.find((claim) => !fits(lengths, claim));
    if (!lengths || !wrong) continue;
    remarks.say('field.length-differs', inside(place, key), {
      message: `The words say ${quoted(wrong.said)}, the pattern that is run says ${lengths.least} to ${lengths.most}.`,
      settledBy: field.reading,
    });
  }
}

/** An empty value is for missingValues to accept, not for the pattern. */
function fits(lengths: { least: number; most: number }, claim: LengthClaim): boolean {
  return fitsClaim(lengths, { ...claim, least: claim.least === 0 ? lengths.least : claim.least });
}
